import { planCuts, type CutOptions } from '#domain/clips/plan-cuts.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EXPRESSIONS } from '#domain/face/face.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { evaluateQuery } from '#domain/query/evaluate-query.js';
import { parseSceneQuery } from '#domain/query/parse-query.js';
import { charactersOf, type SceneQuery } from '#domain/query/scene-query.js';
import { suggestName } from '#domain/query/suggest-name.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { FrameRange } from '#domain/time/frame-range.js';
import { pointAt } from '#domain/time/point.js';
import type { Timeline, TimelineCharacter, Point } from '#domain/timeline/timeline.js';

export interface PlanClipsRequest {
  readonly query: string;
  readonly timeline: Timeline;
  readonly scan: Scan;
  readonly facts: VideoFacts;
  readonly options: CutOptions;
}

/** A clip that is going to be cut. */
export interface PlannedClip {
  readonly range: FrameRange;
  readonly start: Point;
  readonly end: Point;
  readonly startTicks: number;
  readonly endTicks: number;
  readonly previousTicks: number | undefined;
  /** Names of the query's characters that are on screen in it. */
  readonly characters: readonly string[];
}

/** What a query asks of an episode, as data, before a pixel is decoded. No scene found is an empty list, not an error. */
export function planClips({ query, timeline, scan, facts, options }: PlanClipsRequest): PlannedClip[] {
  const tree = parseSceneQuery(query);
  const cast = resolveNames(tree, timeline, query);
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const scenes = evaluateQuery(
    tree,
    (name, expression) => rangesOf(cast.get(name) ?? null, expression, scan),
    clock.frames,
  );
  const shotBorders = [...scan.shots.map((shot) => shot.frames.start), clock.frames];
  return planCuts({ scenes, shotBorders, clock, options }).map((range) => ({
    range,
    start: pointAt(range.start, clock, facts.frameRate),
    end: pointAt(range.end, clock, facts.frameRate),
    startTicks: clock.ticksAt(range.start),
    endTicks: clock.ticksAt(range.end),
    previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
    characters: namesIn(range, [...cast.values()]),
  }));
}

/**
 * Who is meant by each name of the query. A member of the cast who does not appear is known, but nowhere: null.
 * @throws CastlineError not-found QUERY.UNKNOWN_CHARACTER with the nearest name
 */
function resolveNames(
  tree: SceneQuery,
  timeline: Timeline,
  query: string,
): Map<string, TimelineCharacter | null> {
  const found = new Map<string, TimelineCharacter | null>();
  const known = [...timeline.characters.map(({ name }) => name), ...timeline.cast];
  for (const { name, column } of charactersOf(tree)) {
    const meant =
      known.find((each) => each === name) ?? known.find((each) => each.toLowerCase() === name.toLowerCase());
    if (meant === undefined) throw unknownCharacter(name, column, known, query);
    found.set(name, timeline.characters.find((character) => character.name === meant) ?? null);
  }
  return found;
}

function unknownCharacter(
  name: string,
  column: number,
  known: readonly string[],
  query: string,
): CastlineError {
  const nearest = suggestName(name, known);
  const hint = nearest
    ? `did you mean ${JSON.stringify(nearest)}?`
    : `known here: ${[...new Set(known)].join(', ') || 'nobody'}`;
  const message = `${JSON.stringify(name)} is nobody of this episode; ${hint}`;
  return new CastlineError('not-found', 'QUERY.UNKNOWN_CHARACTER', message, { name, column, query, nearest });
}

function rangesOf(character: TimelineCharacter | null, expression: string | null, scan: Scan): FrameRange[] {
  if (!character) return [];
  if (expression === null)
    return character.instances.map(({ start, end }) => ({ start: start.frame, end: end.frame }));
  const own = new Set(character.instances.flatMap((instance) => instance.trackIds));
  return scan.tracks
    .filter((track) => own.has(track.id) && strongest(track.expression) === expression)
    .map(({ start, end }) => ({ start, end }));
}

function strongest(scores: readonly number[]): string | undefined {
  return EXPRESSIONS[scores.indexOf(Math.max(...scores))];
}

function namesIn(range: FrameRange, cast: readonly (TimelineCharacter | null)[]): string[] {
  const isIn = (character: TimelineCharacter): boolean =>
    character.instances.some(({ start, end }) => start.frame < range.end && end.frame > range.start);
  return [...new Set(cast.flatMap((character) => (character && isIn(character) ? character.name : [])))];
}
