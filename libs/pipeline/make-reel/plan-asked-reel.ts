import { sceneRequestOf } from '#contracts/cutting.contract.js';
import type { ReelRequestBody } from '#contracts/works.contract.js';
import type { AnswerQuery } from '../clip-scenes/answer-query.js';
import type { PlannedScenes } from '../clip-scenes/plan-clips.js';
import type { Analysis } from '../clip-scenes/read-analysis.js';
import { planQueries, type PlannedReel } from './plan-queries.js';

/** The reel that a request asks for. @throws as `AnswerQuery` */
export async function planAskedReel(
  analysis: Analysis,
  request: ReelRequestBody,
  answerer: Pick<AnswerQuery, 'run'>,
  signal?: AbortSignal,
): Promise<PlannedReel> {
  const { timeline, scan, facts } = analysis;
  const { queries, titles, crossfadeSeconds, longestSeconds } = request;
  const answers: PlannedScenes[] = [];
  for (const query of queries)
    answers.push(await answerer.run(analysis, sceneRequestOf({ ...request, query }), signal));
  return planQueries({
    ...{ queries, answers, timeline, scan, facts },
    reelOptions: { hasTitles: titles, crossfadeSeconds, longestSeconds },
  });
}
