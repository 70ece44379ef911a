import type { SceneRequest } from '#domain/clips/scene-request.js';
import { knownNames } from '#domain/query/resolve-names.js';
import type { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import type { FindSilences } from './find-silences.js';
import { planScenes, type PlanClipsRequest, type PlannedScenes } from './plan-clips.js';
import type { Analysis } from './read-analysis.js';

export interface AnsweredEpisode extends PlannedScenes {
  readonly analysis: Analysis;
  /** Its share of the seconds of a best-of; null where all was asked for. */
  readonly bestSeconds: number | null;
}

/** Finds the scenes that answer a query and plans their cuts, with what is noted about each episode. */
export class AnswerQuery {
  constructor(
    private readonly notes: EpisodeNotesRepository,
    private readonly silences: FindSilences,
  ) {}

  /** @throws QuerySyntaxError, CastlineError not-found QUERY.UNKNOWN_CHARACTER, usage CLIP.LENGTHS */
  async run(analysis: Analysis, request: SceneRequest, signal?: AbortSignal): Promise<AnsweredEpisode> {
    const [answered] = await this.runAcross([analysis], request, signal);
    return answered!;
  }

  /**
   * The same question to several episodes, answered in their order. Who is somebody in one of them is nowhere, not unknown, in
   * the others. The best of several episodes shares the seconds out: each gets as many as its share of the found scenes.
   */
  async runAcross(
    analyses: readonly Analysis[],
    request: SceneRequest,
    signal?: AbortSignal,
  ): Promise<AnsweredEpisode[]> {
    const names = analyses.flatMap(({ timeline }) => knownNames(timeline));
    const alsoKnown = [...new Set([...names, ...(request.alsoKnown ?? [])])];
    const plannings: PlanClipsRequest[] = [];
    for (const analysis of analyses)
      plannings.push(await this.prepare(analysis, { ...request, alsoKnown }, signal));
    const shares = shareOut(plannings, request.bestSeconds);
    return analyses.map((analysis, at) => {
      const bestSeconds = shares[at] ?? null;
      return { analysis, bestSeconds, ...planScenes({ ...plannings[at]!, bestSeconds }) };
    });
  }

  private async prepare(
    { episode, facts, timeline, scan }: Analysis,
    { query, options, excluded, includeMarked, alsoKnown }: SceneRequest & { alsoKnown: readonly string[] },
    signal: AbortSignal | undefined,
  ): Promise<PlanClipsRequest> {
    const marks = includeMarked ? [] : await this.notes.findMarks(episode.id);
    const planning = { query, timeline, scan, facts, options, excluded: [...excluded, ...marks], alsoKnown };
    if (options.speechReachSeconds <= 0) return planning;
    // a question that cannot be answered is refused before an hour of sound is listened to
    planScenes(planning);
    return { ...planning, silences: await this.silences.run(episode, facts, signal) };
  }
}

function shareOut(plannings: readonly PlanClipsRequest[], bestSeconds: number | null): (number | null)[] {
  if (bestSeconds === null || plannings.length < 2) return plannings.map(() => bestSeconds);
  const found = plannings.map((planning) =>
    planScenes(planning).clips.reduce((sum, { start, end }) => sum + end.ms - start.ms, 0),
  );
  const all = found.reduce((sum, each) => sum + each, 0);
  return found.map((each) => (all === 0 ? 0 : (bestSeconds * each) / all));
}
