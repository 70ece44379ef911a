import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { CommandContext } from './run-command.js';

export interface Analysis {
  readonly timeline: Timeline;
  /** Complete. */
  readonly scan: Scan;
  readonly facts: VideoFacts;
}

/**
 * What is known of an episode that was analysed before.
 * @throws CastlineError not-found TIMELINE.MISSING with the command that makes it
 */
export async function findAnalysis(path: string, { system, signal }: CommandContext): Promise<Analysis> {
  const { episode, facts } = await system.ingest.run({ path, signal });
  const stored = await system.catalogue.timelines.findLatest(episode.id);
  const scan = stored && (await system.catalogue.scans.find(episode.id, stored.scanKey));
  if (stored && scan?.isComplete) return { timeline: stored.timeline, scan, facts };
  const hint = `run: castline analyze ${JSON.stringify(path)}`;
  throw new CastlineError(
    'not-found',
    'TIMELINE.MISSING',
    `this episode has not been analysed yet; ${hint}`,
    { episodeId: episode.id },
  );
}
