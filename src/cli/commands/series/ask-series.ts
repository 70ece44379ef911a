import type { Placement } from '#domain/episode/placement.js';
import type { AnsweredEpisode } from '#pipeline/clip-scenes/answer-query.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { FindSeries, type SeriesRequest } from '#pipeline/query-series/find-series.js';
import { readSeries } from '#pipeline/query-series/read-series.js';
import { answersOf, sceneRequestFrom, type SceneFlags } from '../../scene-flags.js';
import type { CommandContext } from '../../run-command.js';

export interface SeriesFlags extends SceneFlags {
  readonly season?: string;
}

export interface AnsweredPlace extends AnsweredEpisode {
  readonly placement: Placement;
}

/**
 * The scenes of a series that answer a query, by episode, in the order in which they are watched. What is not analysed yet
 * is left out with a warning.
 * @throws CastlineError not-found SERIES.MISSING, SEASON.MISSING, TIMELINE.MISSING, QUERY.UNKNOWN_CHARACTER
 */
export async function askSeries(
  asked: SeriesRequest & { readonly query: string },
  flags: SeriesFlags,
  context: CommandContext,
): Promise<AnsweredPlace[]> {
  const { system, output, signal } = context;
  const { notes, episodes, timelines, scans } = system.catalogue;
  const request = sceneRequestFrom(asked.query, flags);
  const found = await new FindSeries(notes, episodes).run(asked);
  const placements = new Map(found.map(({ episode, placement }) => [episode.id, placement]));
  const all = found.map(({ episode }) => episode);
  const { analyses, skipped } = await readSeries(all, new ReadAnalysis(timelines, scans));
  for (const { name } of skipped) output.warn(`${JSON.stringify(name)} is left out: it is not analysed yet`);
  const answered = await answersOf(context).runAcross(analyses, request, signal);
  return answered.map((answer) => ({ ...answer, placement: placements.get(answer.analysis.episode.id)! }));
}
