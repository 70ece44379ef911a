import { splitJobSchema, stretchJobSchema } from '#contracts/stretch-jobs.contract.js';
import type { Episode } from '#domain/episode/episode.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import type { KeyframeLister } from '#ports/keyframe-lister.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { VideoProbe } from '#ports/video-probe.port.js';
import type { Workspace, Workspaces } from '#ports/workspaces.port.js';
import { IngestEpisode } from '../ingest-episode/ingest-episode.js';
import { withEpisodeFile } from '../ingest-episode/with-episode-file.js';
import type { ProgressListener } from '../progress.js';
import { scanKeyOf, type ScanSettings } from '../scan-episode/scan-key.js';
import { ScanStretch } from '../scan-stretch/scan-stretch.js';
import { SplitEpisode } from '../split-episode/split-episode.js';
import { whileAskedFor } from './while-asked-for.js';

export interface StretchWorkPorts {
  readonly workspaces: Workspaces;
  readonly jobs: JobQueue;
  readonly probe: VideoProbe;
  readonly keyframes: KeyframeLister;
  readonly frames: FrameReader;
  readonly pictures: PictureCodec;
  readonly recognizer: FaceRecognizer;
}

export interface StretchWorkOptions {
  readonly settings: ScanSettings;
  readonly stretchSeconds: number;
}

/** What an analyzer does for whoever coordinates an analysis: works `episode.split` and `stretch.scan`. */
export class StretchWork {
  constructor(
    private readonly ports: StretchWorkPorts,
    private readonly options: StretchWorkOptions,
  ) {}

  async split(context: JobContext): Promise<void> {
    const { scanKey } = splitJobSchema.parse(context.job.payload);
    await whileAskedFor(this.ports.jobs, context, async () => {
      const { workspace, episode } = await this.begin(context, scanKey);
      const { probe, keyframes } = this.ports;
      const splitting = new SplitEpisode(
        new IngestEpisode(probe, workspace.episodes),
        keyframes,
        workspace.stretches,
      );
      await withEpisodeFile(episode, workspace.media, (path) =>
        splitting.run({
          ...this.options,
          path,
          name: episode.name,
          source: episode.source,
          scanKey,
          signal: context.signal,
        }),
      );
    });
  }

  async scan(context: JobContext, onProgress: ProgressListener): Promise<void> {
    const { scanKey, planId, stretch } = stretchJobSchema.parse(context.job.payload);
    await whileAskedFor(this.ports.jobs, context, async () => {
      const { workspace, episode } = await this.begin(context, scanKey);
      const { facts } = episode;
      const plan = await workspace.stretches.findPlan(episode.id, scanKey);
      if (plan?.id !== planId || !facts) throw planChanged(episode.id, planId);
      if (await isFinished(workspace, episode.id, scanKey, stretch)) return;
      const { frames, recognizer, pictures } = this.ports;
      const scanning = new ScanStretch(frames, recognizer, pictures, workspace.stretches);
      const { settings } = this.options;
      const request = { episodeId: episode.id, facts, scanKey, settings, plan, index: stretch, onProgress };
      await withEpisodeFile(episode, workspace.media, (path) =>
        scanning.run({ ...request, path, signal: context.signal }),
      );
    });
  }

  /** @throws CastlineError `environment` STRETCH.OTHER_SETTINGS: a worker that is set up otherwise may take the job */
  private async begin(
    { job, claim }: JobContext,
    scanKey: string,
  ): Promise<{ workspace: Workspace; episode: Episode }> {
    const own = scanKeyOf(this.options.settings, await this.ports.recognizer.load());
    if (own !== scanKey) {
      const message =
        'this analyzer has other models or settings than the one that coordinates the analysis; ' +
        'give all of them the same models, analysis side and samples per second';
      throw new CastlineError('environment', 'STRETCH.OTHER_SETTINGS', message, {
        expected: scanKey,
        got: own,
      });
    }
    const workspace = this.ports.workspaces.of(job.tenant, claim);
    const episode = await workspace.episodes.find(job.episodeId);
    if (!episode) throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${job.episodeId} is gone`);
    return { workspace, episode };
  }
}

async function isFinished(
  { stretches }: Workspace,
  episodeId: string,
  scanKey: string,
  stretch: number,
): Promise<boolean> {
  return (await stretches.listFinished(episodeId, scanKey)).some(({ index }) => index === stretch);
}

function planChanged(episodeId: string, planId: StretchPlan['id']): CastlineError {
  const message = `the episode ${episodeId} is not (or no longer) divided by the plan ${planId}: its stretches are not wanted`;
  return new CastlineError('conflict', 'STRETCH.PLAN_CHANGED', message, { episodeId, planId });
}
