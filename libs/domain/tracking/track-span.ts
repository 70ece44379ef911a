import type { FrameRange } from '../time/frame-range.js';

export interface SpanInput {
  readonly shot: FrameRange;
  /** Frame of the first and of the last sighting. */
  readonly first: number;
  readonly last: number;
  /** Frames of the sample before the first and after the last sighting, in which the face was looked for and not found. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Usual distance of two samples in frames. */
  readonly interval: number;
}

/**
 * When a face is taken to be on screen: half the sampling gap more on either side, or up to the shot's border where no
 * sample says otherwise or the border is within one sampling interval. Samples farther apart than the interval mean that
 * the frames between looked like the earlier one: a face then appears just before the later sample and leaves just before it.
 */
export function trackSpan({ shot, first, last, before, after, interval }: SpanInput): FrameRange {
  const half = interval / 2;
  const reachesStart = before === undefined || first - shot.start <= interval;
  const reachesEnd = after === undefined || shot.end - last <= interval;
  const start = reachesStart
    ? shot.start
    : Math.max(Math.ceil((before + first) / 2), Math.ceil(first - half));
  const end = reachesEnd ? shot.end : Math.max(Math.ceil((last + after) / 2), Math.ceil(after - half));
  return { start: Math.max(shot.start, start), end: Math.min(shot.end, Math.max(end, last + 1)) };
}
