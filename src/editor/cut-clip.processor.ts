import { join } from 'node:path';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { sceneRequestOf } from '#contracts/cutting.contract.js';
import { clipRequestSchema } from '#contracts/requests.contract.js';
import { eventOf } from '#domain/episode/event-of.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode } from '#domain/episode/episode.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { FindSilences } from '#pipeline/clip-scenes/find-silences.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { reframeClips } from '#pipeline/clip-scenes/reframe-clips.js';
import { StoreClips } from '#pipeline/clip-scenes/store-clips.js';
import { sweepScratch } from '#pipeline/clip-scenes/sweep-scratch.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { TurnTaking } from '#pipeline/turn-taking.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { ClipCutter } from '#ports/clip-cutter.port.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { Workspaces } from '#ports/workspaces.port.js';

/** Requests that are served in turn, a clip each; further ones wait in the queue. */
const REQUESTS_AT_ONCE = 4;

/** Worker of `clip.cut`: a scene query over a stored timeline becomes clips in the media store. */
@Injectable()
export class CutClipProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: ((graceMs: number) => Promise<void>) | undefined;
  private readonly scratchFolder: string;
  private readonly turns = new TurnTaking();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    private readonly workspaces: Workspaces,
    private readonly silences: SilenceReader,
    private readonly cutter: ClipCutter,
  ) {
    this.scratchFolder = join(config.home, 'scratch');
  }

  async onApplicationBootstrap(): Promise<void> {
    await sweepScratch(this.scratchFolder);
    this.stop = await this.jobs.work('clip.cut', (context) => this.handle(context), {
      concurrency: REQUESTS_AT_ONCE,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(this.config.drainSeconds * 1000);
  }

  private async handle(context: JobContext): Promise<void> {
    try {
      await this.cut(context);
    } catch (error) {
      await this.tellFailed(context, error);
      throw error;
    }
  }

  private async cut({ job, claim, signal, progress }: JobContext): Promise<void> {
    const { episodes, scans, timelines, clips: stored, notes, media } = this.workspaces.of(job.tenant, claim);
    const request = clipRequestSchema.parse(job.payload['request']);
    const { query, reencode, aspect, subtitles, chapters } = request;
    const episode = await requireEpisode(episodes, job.episodeId);
    const version = Number(job.payload['timelineVersion']);
    const analysis = await new ReadAnalysis(timelines, scans).run(episode, version);
    const answers = new AnswerQuery(notes, new FindSilences(this.silences, notes, media));
    const alsoKnown = namesIn(job.payload['alsoKnown']);
    const { clips } = await answers.run(analysis, { ...sceneRequestOf(request), alsoKnown }, signal);
    const onProgress = (state: Parameters<typeof progress>[0]): void =>
      void progress(state).catch((err: unknown) =>
        this.logger.warn({ err, jobId: job.id }, 'progress was not stored'),
      );
    const { facts, timelineVersion } = analysis;
    const reframing = aspect ? reframeClips({ ...analysis, query, aspect, alsoKnown }) : undefined;
    const how = { reencode, reframing, extras: { subtitles, chapters }, onProgress, signal };
    const asked = { episode, facts, query, timelineVersion, clips, ...how };
    const store = new StoreClips(this.cutter, stored, media, this.scratchFolder, this.turns);
    await withEpisodeFile(episode, media, (sourcePath) => store.run({ ...asked, sourcePath }));
    this.logger.info({ episodeId: episode.id, jobId: job.id, clips: clips.length }, 'clips cut');
  }

  /** Kept with the episode, as there is no clip. What is tried again has not failed. */
  private async tellFailed({ job, claim, isFinal }: JobContext, error: unknown): Promise<void> {
    if (!isFinal(error)) return;
    const { episodes } = this.workspaces.of(job.tenant, claim);
    const episode = await episodes.find(job.episodeId);
    if (!episode) return;
    const code = error instanceof CastlineError ? error.code : 'INTERNAL';
    const message = error instanceof Error ? error.message : String(error);
    const { query } = clipRequestSchema.parse(job.payload['request']);
    const facts = { jobId: job.id, query, code, message };
    await episodes.save(episode, [eventOf('clip.failed.v1', episode.id, job.id, facts)]);
  }
}

async function requireEpisode(episodes: EpisodeRepository, id: string): Promise<Episode> {
  const episode = await episodes.find(id);
  if (episode) return episode;
  throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${id} is gone`, { id });
}

const namesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
