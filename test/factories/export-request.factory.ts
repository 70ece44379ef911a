import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import { pointAt } from '#domain/time/point.js';
import { formatRational, type Rational } from '#domain/time/rational.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { ExportRequest } from '#pipeline/export-timeline/build-edit-list.js';
import { makeVideoFacts } from './episode.factory.js';
import { makeTimeline } from './timeline.factory.js';

export interface EpisodeOnFilm {
  readonly rate: Rational;
  readonly frames: number;
  /** Name to frames `[start, end)` on screen. */
  readonly seen: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** First frames of shots but the first. */
  readonly cuts?: readonly number[];
  readonly fileName?: string;
  readonly episodeId?: string;
  /** Time of every frame in ticks of a millisecond, where the rate varies. */
  readonly variableTicks?: readonly number[];
}

/** An analysed episode, ready for export, whose every appearance is known to the frame. */
export function makeExportRequest(
  film: EpisodeOnFilm,
  overrides: Partial<ExportRequest> = {},
): ExportRequest {
  const { rate, frames, variableTicks } = film;
  const timeBase = variableTicks ? { num: 1, den: 1000 } : { num: 1, den: rate.num };
  const ticks = variableTicks ?? Array.from({ length: frames }, (_, frame) => frame * rate.den);
  const endTicks = variableTicks ? variableTicks.at(-1)! + 40 : frames * rate.den;
  const clock = new FrameClock(ticks, endTicks, timeBase);
  const scan = {
    episodeId: 'ep-1',
    key: 'k',
    isComplete: true,
    shots: [],
    tracks: [],
    nextFrame: frames,
    nextTimestamp: undefined,
    ticks,
    endTicks,
    warnings: [],
  };
  return {
    timeline: timelineOf(film, clock),
    scan,
    facts: makeVideoFacts({ frameRate: rate, timeBase, isVariableFrameRate: variableTicks !== undefined }),
    mediaUrl: 'file:///films/Episode%201.mp4',
    query: null,
    shape: 'markers',
    cutOptions: { ...DEFAULT_CUT_OPTIONS, mergeGapSeconds: 0, minimumSeconds: 0 },
    startTimecode: null,
    ...overrides,
  };
}

function timelineOf(
  { rate, frames, seen, cuts = [], fileName = 'Episode 1.mp4', episodeId }: EpisodeOnFilm,
  clock: FrameClock,
): Timeline {
  const plain = makeTimeline();
  const at = (frame: number) => pointAt(frame, clock, rate);
  const borders = [0, ...cuts, frames];
  return {
    ...plain,
    episode: {
      ...plain.episode,
      ...(episodeId && { id: episodeId }),
      name: fileName,
      frameRate: formatRational(rate),
      durationMs: at(frames).ms,
    },
    cast: Object.keys(seen),
    shots: borders.slice(1).map((end, index) => ({ index, start: at(borders[index]!), end: at(end) })),
    characters: Object.entries(seen).map(([name, ranges], index) => ({
      id: `ch_${index + 1}`,
      name,
      known: true,
      seenMs: 0,
      confidence: 0.9,
      instances: ranges.map(([start, end], nth) => ({
        start: at(start),
        end: at(end),
        confidence: 0.875,
        form: nth % 2 === 0 ? null : 'armour',
        trackIds: [`t${index}-${nth}`],
        best: { at: at(start), box: { x: 0, y: 0, width: 90, height: 90 } },
      })),
    })),
  };
}
