import { planCuts, type CutOptions } from '#domain/clips/plan-cuts.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { findScenes } from '#domain/query/find-scenes.js';
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

export interface PlannedScenes {
  readonly clips: PlannedClip[];
  readonly notes: readonly string[];
}

/** What a query asks of an episode, as data, before a pixel is decoded. No scene found is an empty list, not an error. */
export function planClips(request: PlanClipsRequest): PlannedClip[] {
  return planScenes(request).clips;
}

/** The same with what a person should know about the answer, see `FoundScenes`. */
export function planScenes({ query, timeline, scan, facts, options }: PlanClipsRequest): PlannedScenes {
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const { scenes, characters, notes } = findScenes({ query, timeline, scan, clock });
  const shotBorders = [...scan.shots.map((shot) => shot.frames.start), clock.frames];
  const clips = planCuts({ scenes, shotBorders, clock, options }).map((range) => ({
    range,
    start: pointAt(range.start, clock, facts.frameRate),
    end: pointAt(range.end, clock, facts.frameRate),
    startTicks: clock.ticksAt(range.start),
    endTicks: clock.ticksAt(range.end),
    previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
    characters: namesIn(range, characters),
  }));
  return { clips, notes };
}

function namesIn(range: FrameRange, characters: readonly TimelineCharacter[]): string[] {
  return characters
    .filter(({ instances }) =>
      instances.some(({ start, end }) => start.frame < range.end && end.frame > range.start),
    )
    .map(({ name }) => name);
}
