import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Scan } from '#domain/episode/scan.js';
import type { Gallery } from '#domain/identity/gallery.js';
import { adaptToEpisode } from '#domain/identity/adapt-to-episode.js';
import { identifyTracks } from '#domain/identity/identify-tracks.js';
import { buildTimeline } from '#domain/timeline/build-timeline.js';
import { compareTimelines } from '#domain/timeline/compare-timelines.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';
import type { StoredTimeline, TimelineRepository } from '#ports/timeline-repository.port.js';

export interface IdentifyRequest {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly scan: Scan;
  readonly gallery: Gallery;
  /** Names the gallery's content: the same scan and gallery give the same timeline. */
  readonly galleryKey: string;
  readonly models: RecognizerModels;
  /** Without a cast: fit the embeddings to the episode by its own tracks, where its guard says that this helps. */
  readonly adapt: boolean;
  readonly warnings?: readonly string[];
}

/** Tracks become characters, characters a timeline; stored as the episode's next version unless nothing changed. */
export class IdentifyEpisode {
  constructor(
    private readonly timelines: TimelineRepository,
    private readonly episodes: EpisodeRepository,
  ) {}

  async run(request: IdentifyRequest): Promise<StoredTimeline> {
    const { episode, scan, galleryKey } = request;
    const latest = await this.timelines.findLatest(episode.id);
    const isCurrent = latest?.scanKey === scan.key && latest.galleryKey === galleryKey;
    const stored = latest && isCurrent ? latest : await this.publish(request, latest);
    await this.episodes.save({ ...episode, state: 'analyzed', failure: null });
    return stored;
  }

  private async publish(
    request: IdentifyRequest,
    latest: StoredTimeline | undefined,
  ): Promise<StoredTimeline> {
    const { episode, scan, galleryKey } = request;
    const entry = {
      episodeId: episode.id,
      scanKey: scan.key,
      galleryKey,
      createdAt: new Date().toISOString(),
      timeline: timelineOf(request),
    };
    const changes = compareTimelines(latest?.timeline, entry.timeline);
    const version = await this.timelines.save(entry, (version) => [
      eventOf('timeline.published.v1', episode.id, String(version), {
        version,
        scanKey: scan.key,
        galleryKey,
        changes: { since: latest?.version ?? null, ...changes },
      }),
    ]);
    return { ...entry, version };
  }
}

/** What `run` publishes, kept nowhere. */
export function timelineOf({
  episode,
  facts,
  scan,
  gallery,
  models,
  adapt,
  warnings,
}: Omit<IdentifyRequest, 'galleryKey'>): StoredTimeline['timeline'] {
  const given = { tracks: scan.tracks, gallery, thresholds: models.thresholds };
  // only where everyone is discovered: names gain nothing by it, and lose all where references are of another style
  const isFitted = adapt && gallery.references.length === 0;
  const identities = identifyTracks({
    ...(isFitted ? adaptToEpisode(given) : given),
    frameRate: facts.frameRate.num / facts.frameRate.den,
  });
  return buildTimeline({
    episode: { id: episode.id, name: episode.name, sha256: episode.sha256 },
    facts,
    scan,
    identities,
    models: { detector: nameOf(models.detector), embedder: nameOf(models.embedder) },
    cast: [...new Set(gallery.references.map(({ character }) => character))].sort(),
    warnings: [...scan.warnings, ...(warnings ?? [])],
  });
}

function nameOf({ id, version }: { readonly id: string; readonly version: string }): string {
  return `${id}@${version}`;
}
