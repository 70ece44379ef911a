import { measureCut, type CutMerit } from '#domain/clips/measure-cut.js';
import { pickBest } from '#domain/clips/pick-best.js';
import { planCuts, type CutOptions } from '#domain/clips/plan-cuts.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { findScenes, type FoundScenes } from '#domain/query/find-scenes.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { FrameRange } from '#domain/time/frame-range.js';
import { pointAt } from '#domain/time/point.js';
import { framesTouching, framesWithin, type TimeSpan } from '#domain/time/time-span.js';
import type { Timeline, TimelineCharacter, Point } from '#domain/timeline/timeline.js';

export interface PlanClipsRequest {
  readonly query: string;
  readonly timeline: Timeline;
  readonly scan: Scan;
  readonly facts: VideoFacts;
  readonly options: CutOptions;
  /** Spans that are never cut, such as the episode's opening. */
  readonly excluded?: readonly TimeSpan[];
  /** Where nothing is heard; without it speech cannot be avoided. */
  readonly silences?: readonly TimeSpan[];
  /** Only the best clips, so many seconds of them together; null or absent: all. */
  readonly bestSeconds?: number | null;
  /** Names that are somebody's in other episodes of the series. */
  readonly alsoKnown?: readonly string[];
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
  readonly merit: CutMerit;
}

export interface PlannedScenes {
  readonly clips: PlannedClip[];
  readonly notes: readonly string[];
}

/** Of a best-of, no clip takes more than this share of the time. */
const BEST_SHARE = 0.25;

/** What a query asks of an episode, as data, before a pixel is decoded. No scene found is an empty list, not an error. */
export function planScenes(request: PlanClipsRequest): PlannedScenes {
  const { query, timeline, scan, facts, bestSeconds = null, alsoKnown = [] } = request;
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const found = findScenes({ query, timeline, scan, clock, alsoKnown });
  const toClip = (range: FrameRange): PlannedClip => describe(range, request, found, clock);
  const candidates = planRanges(request, found, clock).map(toClip);
  const clips =
    bestSeconds === null
      ? candidates
      : joinTouching(pickBestClips(candidates, bestSeconds), request, clock).map(toClip);
  return { clips, notes: [...found.notes, ...notesOn(request, clock)] };
}

function pickBestClips(candidates: readonly PlannedClip[], bestSeconds: number): FrameRange[] {
  const measured = candidates.map(({ range, merit, start, end }) => ({
    ...{ range, merit, startSeconds: start.ms / 1000, seconds: (end.ms - start.ms) / 1000 },
  }));
  return pickBest(measured, bestSeconds).map(({ range }) => range);
}

/** Pieces of one scene that were all picked are one clip, as long as one may be. */
function joinTouching(
  ranges: readonly FrameRange[],
  { options }: PlanClipsRequest,
  clock: FrameClock,
): FrameRange[] {
  const longest = (options.maximumSeconds ?? Infinity) + 1e-6;
  const joined: FrameRange[] = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    const start = before?.end === range.start ? before.start : range.start;
    const isOne = start < range.start && clock.secondsAt(range.end) - clock.secondsAt(start) <= longest;
    if (isOne) joined.pop();
    joined.push(isOne ? { start, end: range.end } : range);
  }
  return joined;
}

function planRanges(request: PlanClipsRequest, { scenes }: FoundScenes, clock: FrameClock): FrameRange[] {
  const { scan, excluded = [], silences } = request;
  const shotBorders = [...scan.shots.map((shot) => shot.frames.start), clock.frames];
  return planCuts({
    scenes,
    shotBorders,
    clock,
    options: optionsOf(request),
    excluded: excluded.flatMap((span) => framesTouching(span, clock) ?? []),
    ...(silences && { silences: silences.flatMap((span) => framesWithin(span, clock) ?? []) }),
  });
}

/** Long scenes of a best-of are split: one of them must not be all that is shown. */
function optionsOf({ options, bestSeconds = null }: PlanClipsRequest): CutOptions {
  if (bestSeconds === null) return options;
  const longest = Math.min(bestSeconds, Math.max(bestSeconds * BEST_SHARE, 2 * options.minimumSeconds));
  return { ...options, maximumSeconds: Math.min(longest, options.maximumSeconds ?? Infinity) };
}

function describe(
  range: FrameRange,
  { scan, facts, timeline }: PlanClipsRequest,
  { characters }: FoundScenes,
  clock: FrameClock,
): PlannedClip {
  return {
    range,
    start: pointAt(range.start, clock, facts.frameRate),
    end: pointAt(range.end, clock, facts.frameRate),
    startTicks: clock.ticksAt(range.start),
    endTicks: clock.ticksAt(range.end),
    previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
    characters: namesIn(range, characters),
    merit: measureCut(range, { characters, tracks: scan.tracks, pictureHeight: timeline.episode.height }),
  };
}

function notesOn({ excluded = [], options, silences, facts }: PlanClipsRequest, clock: FrameClock): string[] {
  const beyond = excluded.filter((span) => span.startMs >= clock.secondsAt(clock.frames) * 1000).length;
  return [
    ...(beyond > 0 ? [`${beyond} of the excluded spans lies beyond the end of the episode`] : []),
    ...(options.speechReachSeconds > 0 && facts.hasAudio && silences?.length === 0
      ? ['the sound is never silent: no cut could be moved out of speech']
      : []),
  ];
}

function namesIn(range: FrameRange, characters: readonly TimelineCharacter[]): string[] {
  return characters
    .filter(({ instances }) =>
      instances.some(({ start, end }) => start.frame < range.end && end.frame > range.start),
    )
    .map(({ name }) => name);
}
