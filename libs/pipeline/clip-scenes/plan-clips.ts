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
  const scenes = evaluateQuery(tree, (name, expression) => rangesOf(cast.get(name)!, expression, scan), clock.frames);
  const shotBorders = [...scan.shots.map((shot) => shot.frames.start), clock.frames];
  return planCuts({ scenes, shotBorders, clock, options }).map((range) => ({
    range,
    start: pointAt(range.start, clock, facts.frameRate),
    end: pointAt(range.end, clock, facts.frameRate),
    startTicks: clock.ticksAt(range.start),
    endTicks: clock.ticksAt(range.end),
    previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
    characters: [...new Set([...cast.values()].filter((character) => isIn(character, range)).map(({ name }) => name))],
  }));
}

/** @throws CastlineError not-found QUERY.UNKNOWN_CHARACTER with the nearest name */
function resolveNames(tree: SceneQuery, timeline: Timeline, query: string): Map<string, TimelineCharacter> {
  const found = new Map<string, TimelineCharacter>();
  for (const { name, column } of charactersOf(tree)) {
    const character =
      timeline.characters.find((candidate) => candidate.name === name) ??
      timeline.characters.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (!character) throw unknownCharacter(name, column, timeline, query);
    found.set(name, character);
  }
  return found;
}

function unknownCharacter(name: string, column: number, timeline: Timeline, query: string): CastlineError {
  const names = timeline.characters.map((character) => character.name);
  const nearest = suggestName(name, names);
  const hint = nearest ? `did you mean ${JSON.stringify(nearest)}?` : `known here: ${names.join(', ') || 'nobody'}`;
  const message = `${JSON.stringify(name)} does not appear in this episode; ${hint}`;
  return new CastlineError('not-found', 'QUERY.UNKNOWN_CHARACTER', message, { name, column, query, nearest });
}

function rangesOf(character: TimelineCharacter, expression: string | null, scan: Scan): FrameRange[] {
  if (expression === null) return character.instances.map(({ start, end }) => ({ start: start.frame, end: end.frame }));
  const own = new Set(character.instances.flatMap((instance) => instance.trackIds));
  return scan.tracks
    .filter((track) => own.has(track.id) && strongest(track.expression) === expression)
    .map(({ start, end }) => ({ start, end }));
}

function strongest(scores: readonly number[]): string | undefined {
  return EXPRESSIONS[scores.indexOf(Math.max(...scores))];
}

function isIn(character: TimelineCharacter, range: FrameRange): boolean {
  return character.instances.some(({ start, end }) => start.frame < range.end && end.frame > range.start);
}
