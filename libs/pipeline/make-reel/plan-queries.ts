import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { planReel, type ReelOptions } from '#domain/reels/plan-reel.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { PlannedScenes } from '../clip-scenes/plan-clips.js';

export interface PlanQueriesRequest {
  /** In the order in which their scenes shall come. */
  readonly queries: readonly string[];
  /** What each of them found. */
  readonly answers: readonly PlannedScenes[];
  readonly timeline: Timeline;
  readonly scan: Scan;
  readonly facts: VideoFacts;
  readonly reelOptions: ReelOptions;
}

export interface PlannedReel {
  readonly plan: ReelPlan;
  readonly scenes: number;
  readonly notes: readonly string[];
}

/** A reel of everything that answers the queries, as data. Nothing found is an empty plan, not an error. */
export function planQueries(request: PlanQueriesRequest): PlannedReel {
  const { queries, answers, timeline, scan, facts, reelOptions } = request;
  const plan = planReel({
    parts: answers.map(({ clips }, index) => ({
      heading: headingOf(queries[index]!, timeline),
      subtitle: subtitleOf(clips.length, timeline),
      scenes: clips.map(({ range }) => range),
    })),
    clock: new FrameClock(scan.ticks, scan.endTicks, facts.timeBase),
    frameRate: facts.frameRate,
    options: reelOptions,
  });
  const found = answers.reduce((sum, { clips }) => sum + clips.length, 0);
  return { plan, scenes: found - plan.leftOut, notes: notesOf(plan, request) };
}

/** A character's name as it is written in the cast, where the query is no more than that; else the query. */
function headingOf(query: string, { characters, cast }: Timeline): string {
  const names = [...characters.map(({ name }) => name), ...cast];
  const asked = query.trim().replace(/^"(.*)"$/, '$1');
  return names.find((name) => name.toLowerCase() === asked.toLowerCase()) ?? query.trim();
}

function subtitleOf(scenes: number, { episode }: Timeline): string {
  const name = episode.name.replace(/\.[^.]{1,5}$/, '');
  return `${scenes} ${scenes === 1 ? 'scene' : 'scenes'} · ${name}`;
}

function notesOf(
  { leftOut, isCutShort }: ReelPlan,
  { queries, answers, reelOptions }: PlanQueriesRequest,
): string[] {
  const empty = queries.filter((_, index) => answers[index]!.clips.length === 0);
  const isPartly = empty.length > 0 && empty.length < queries.length;
  const limit = `${reelOptions.longestSeconds} s`;
  const dropped = leftOut > 0 ? [`${leftOut} ${leftOut === 1 ? 'scene' : 'scenes'} left out`] : [];
  const cutShort = isCutShort ? ['the last scene is cut short'] : [];
  const limited = [...cutShort, ...dropped];
  return [
    ...new Set([
      ...answers.flatMap(({ notes }) => notes),
      ...(isPartly ? empty.map((query) => `no scene answers ${JSON.stringify(query)}`) : []),
      ...(limited.length > 0 ? [`the reel ends at ${limit}: ${limited.join(', ')}`] : []),
    ]),
  ];
}
