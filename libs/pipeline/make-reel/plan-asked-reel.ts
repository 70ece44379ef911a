import type { SceneRequest } from '#domain/clips/scene-request.js';
import type { ReelOptions } from '#domain/reels/plan-reel.js';
import type { AnswerQuery } from '../clip-scenes/answer-query.js';
import type { PlannedScenes } from '../clip-scenes/plan-clips.js';
import type { Analysis } from '../clip-scenes/read-analysis.js';
import { planQueries, type PlannedReel } from './plan-queries.js';

export interface AskedReel {
  /** In the order in which their scenes shall come. */
  readonly requests: readonly SceneRequest[];
  readonly reelOptions: ReelOptions;
}

/** The reel that is asked for. @throws as `AnswerQuery` */
export async function planAskedReel(
  analysis: Analysis,
  { requests, reelOptions }: AskedReel,
  answerer: Pick<AnswerQuery, 'run'>,
  signal?: AbortSignal,
): Promise<PlannedReel> {
  const { timeline, scan, facts } = analysis;
  const answers: PlannedScenes[] = [];
  for (const request of requests) answers.push(await answerer.run(analysis, request, signal));
  const queries = requests.map(({ query }) => query);
  return planQueries({ queries, answers, timeline, scan, facts, reelOptions });
}
