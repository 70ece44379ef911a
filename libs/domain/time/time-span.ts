import { CastlineError } from '../errors/castline-error.js';
import type { FrameClock } from './frame-clock.js';
import type { FrameRange } from './frame-range.js';

/** A stretch of an episode as people and measurements give it, half-open, in milliseconds after its start. */
export interface TimeSpan {
  readonly startMs: number;
  /** `END_OF_EPISODE` reaches to the end, however long the episode is. */
  readonly endMs: number;
}

/** Later than any episode ends; a number that JSON and databases keep. */
export const END_OF_EPISODE = Number.MAX_SAFE_INTEGER;

const TIME = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/;

/**
 * Reads `0:00-1:30`, `1:02:03.5-1:03:00`, `90-120` (seconds) or `20:15-end`.
 * @throws CastlineError usage TIME.SPAN
 */
export function parseTimeSpan(text: string): TimeSpan {
  const [from = '', until = '', ...more] = text.split('-').map((part) => part.trim());
  const startMs = millisecondsOf(from);
  const endMs = until.toLowerCase() === 'end' ? END_OF_EPISODE : millisecondsOf(until);
  if (more.length === 0 && startMs !== undefined && endMs !== undefined && startMs < endMs)
    return { startMs, endMs };
  const message = `expected a span such as 0:00-1:30, 90-120 or 20:15-end, start before end; got ${JSON.stringify(text)}`;
  throw new CastlineError('usage', 'TIME.SPAN', message, { span: text });
}

function millisecondsOf(text: string): number | undefined {
  const [, hours = '0', minutes = '0', seconds] = TIME.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  // what stands behind a colon goes up to 59
  if (
    text.includes(':') &&
    (Number(seconds) >= 60 || (text.split(':').length === 3 && Number(minutes) >= 60))
  )
    return undefined;
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
}

/** Every frame that is on screen within the span, even in part; undefined when the span lies beyond the end. */
export function framesTouching({ startMs, endMs }: TimeSpan, clock: FrameClock): FrameRange | undefined {
  const length = clock.secondsAt(clock.frames);
  if (startMs / 1000 >= length) return undefined;
  const start = clock.frameAt(startMs / 1000);
  if (endMs / 1000 >= length) return { start, end: clock.frames };
  const last = clock.frameAt(endMs / 1000);
  const end = clock.secondsAt(last) < endMs / 1000 - 5e-7 ? last + 1 : last;
  return end > start ? { start, end } : undefined;
}

/** The frames that begin and end within the span; undefined when there is none. */
export function framesWithin({ startMs, endMs }: TimeSpan, clock: FrameClock): FrameRange | undefined {
  const length = clock.secondsAt(clock.frames);
  if (startMs / 1000 >= length) return undefined;
  const first = clock.frameAt(startMs / 1000);
  const start = clock.secondsAt(first) < startMs / 1000 - 5e-7 ? first + 1 : first;
  const end = endMs / 1000 >= length ? clock.frames : clock.frameAt(endMs / 1000);
  return end > start ? { start, end } : undefined;
}

/** As `parseTimeSpan` reads it. */
export function formatTimeSpan({ startMs, endMs }: TimeSpan): string {
  return `${formatTime(startMs)}-${endMs === END_OF_EPISODE ? 'end' : formatTime(endMs)}`;
}

function formatTime(ms: number): string {
  const seconds = (Math.round(ms) % 60_000) / 1000;
  const minutes = Math.floor(Math.round(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  const clock = `${hours > 0 ? String(minutes % 60).padStart(2, '0') : minutes}:${seconds < 10 ? '0' : ''}${seconds}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
