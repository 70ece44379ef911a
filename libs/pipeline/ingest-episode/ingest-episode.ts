import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { VideoProbe } from '#ports/video-probe.port.js';

export interface IngestRequest {
  readonly path: string;
  /** The name people gave the file; the path's last part by default. */
  readonly name?: string;
  readonly source?: Episode['source'];
  readonly signal?: AbortSignal;
}

export interface IngestedEpisode {
  readonly episode: Episode;
  readonly facts: VideoFacts;
}

/** First stage: is this a video that can be analysed, and have we met these very bytes before? */
export class IngestEpisode {
  constructor(
    private readonly probe: VideoProbe,
    private readonly episodes: EpisodeRepository,
  ) {}

  async run(request: IngestRequest): Promise<IngestedEpisode> {
    const path = resolve(request.path);
    const { sizeInBytes, modifiedMs } = await lookAt(path, request.path);
    const facts = await this.probe.probe(path, request.signal);
    const sha256 = await sha256Of(path, request.signal);
    const known = await this.episodes.find(episodeIdOf(sha256));
    const episode: Episode = {
      id: episodeIdOf(sha256),
      name: request.name ?? basename(path),
      sha256,
      sizeInBytes,
      source: request.source ?? sourceOf(known, { path, modifiedMs }),
      facts,
      state: known?.state ?? 'uploaded',
      failure: null,
      createdAt: known?.createdAt ?? new Date().toISOString(),
    };
    await this.episodes.save(episode);
    return { episode, facts };
  }
}

/** The same bytes are the same episode. */
function episodeIdOf(sha256: string): string {
  return `ep_${sha256.slice(0, 24)}`;
}

/** A file that lies in the media store stays there when the same bytes are found elsewhere, too. */
function sourceOf(known: Episode | undefined, file: { path: string; modifiedMs: number }): Episode['source'] {
  return known?.source.kind === 'media' ? known.source : { kind: 'path', ...file };
}

async function lookAt(path: string, given: string): Promise<{ sizeInBytes: number; modifiedMs: number }> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new CastlineError(
      'not-found',
      'MEDIA.MISSING',
      `there is no readable file ${JSON.stringify(given)}`,
      { path },
      { cause },
    );
  });
  if (!stats.isFile()) {
    throw new CastlineError(
      'bad-media',
      'MEDIA.NOT_A_FILE',
      `${JSON.stringify(given)} is not a file; name one video file`,
      { path },
    );
  }
  if (stats.size === 0) {
    throw new CastlineError('bad-media', 'MEDIA.EMPTY', `${JSON.stringify(given)} is empty (0 bytes)`, {
      path,
    });
  }
  return { sizeInBytes: stats.size, modifiedMs: stats.mtimeMs };
}

export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw new CancelledError('reading the episode');
    const message = `${path} cannot be read to its end (${cause instanceof Error ? cause.message : String(cause)}); copy it again or check the disk`;
    throw new CastlineError('environment', 'MEDIA.UNREADABLE', message, { path }, { cause });
  }
  return hash.digest('hex');
}
