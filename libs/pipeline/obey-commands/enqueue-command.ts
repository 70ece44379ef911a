import type { Command } from '#contracts/events/command.contract.js';
import { sceneRequestOf } from '#contracts/cutting.contract.js';
import { askedReelOf } from '#contracts/works.contract.js';
import type { Episode } from '#domain/episode/episode.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { JobRequest } from '#ports/job-table.port.js';
import type { Workspace, Workspaces } from '#ports/workspaces.port.js';
import { planScenes } from '../clip-scenes/plan-clips.js';
import { type Analysis, ReadAnalysis } from '../clip-scenes/read-analysis.js';
import { findCharacter } from '../make-stickers/find-stickers.js';
import { jobKeyOf, rememberCommand } from './job-of-command.js';

/** A command becomes a job, once however often it comes; or it is refused with the reason, at once. */
export class EnqueueCommand {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly jobs: Pick<JobQueue, 'enqueue' | 'list'>,
  ) {}

  /** @throws CastlineError such as `not-found` EPISODE.MISSING, QUERY.UNKNOWN_CHARACTER */
  async run(command: Command): Promise<Job> {
    const { tenant, data } = command;
    const key = jobKeyOf(command);
    const known = await this.jobs.list({ tenant, episodeId: data.episodeId });
    const before = known.find((job) => job.key === key);
    if (before) return before;
    const workspace = this.workspaces.of(tenant);
    const episode = await requireEpisode(workspace, data.episodeId);
    const request = await this.plan(command, workspace, episode);
    return this.jobs.enqueue({ ...request, tenant, key, episodeId: episode.id });
  }

  private async plan(
    command: Command,
    { casts, timelines, scans }: Workspace,
    episode: Episode,
  ): Promise<Pick<JobRequest, 'kind' | 'payload'>> {
    const { traceparent } = command;
    const payload = { ...rememberCommand(command), ...(traceparent !== undefined && { traceparent }) };
    if (command.type === 'episode.analyze.v1') {
      const { castId } = command.data;
      if (castId !== null && !(await casts.find(castId))) {
        throw new CastlineError('not-found', 'CAST.MISSING', `there is no cast ${castId}`, { castId });
      }
      return { kind: 'episode.analyze', payload: { ...payload, castId } };
    }
    const analysis = await new ReadAnalysis(timelines, scans).run(episode);
    const { timelineVersion } = analysis;
    const { episodeId: _, ...request } = command.data;
    refuseWrong(command, analysis);
    return { kind: KINDS[command.type], payload: { ...payload, timelineVersion, request } };
  }
}

type Making = Exclude<Command, { type: 'episode.analyze.v1' }>;

const KINDS: Readonly<Record<Making['type'], JobKind>> = {
  'clip.cut.v1': 'clip.cut',
  'reel.make.v1': 'reel.make',
  'sticker.make.v1': 'sticker.make',
};

/** A wrong query or name is said at once, not by a failed job. */
function refuseWrong({ type, data }: Making, analysis: Analysis): void {
  if (type === 'sticker.make.v1') return void findCharacter(data.character, analysis);
  const requests = type === 'reel.make.v1' ? askedReelOf(data).requests : [sceneRequestOf(data)];
  for (const request of requests) planScenes({ ...analysis, ...request });
}

async function requireEpisode({ episodes }: Workspace, id: string): Promise<Episode> {
  const episode = await episodes.find(id);
  if (episode) return episode;
  throw new CastlineError('not-found', 'EPISODE.MISSING', `there is no episode ${JSON.stringify(id)}`, {
    id,
  });
}
