import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameClock } from './frame-clock.js';
import { END_OF_EPISODE, formatTimeSpan, framesTouching, framesWithin, parseTimeSpan } from './time-span.js';

/** 100 frames at 10 frames per second. */
const clock = new FrameClock(
  Array.from({ length: 100 }, (_, i) => i),
  100,
  { num: 1, den: 10 },
);

describe('parseTimeSpan', () => {
  const read: [string, number, number][] = [
    ['0:00-1:30', 0, 90_000],
    ['90-120.5', 90_000, 120_500],
    ['1:02:03.25-2:00:00', 3_723_250, 7_200_000],
    ['20:15 - end', 1_215_000, END_OF_EPISODE],
    ['125:00-126:00', 7_500_000, 7_560_000],
  ];
  for (const [text, startMs, endMs] of read)
    it(`reads ${text}, and what is written of it`, () => {
      assert.deepEqual(parseTimeSpan(text), { startMs, endMs });
      assert.deepEqual(parseTimeSpan(formatTimeSpan({ startMs, endMs })), { startMs, endMs });
    });
  for (const text of [
    '',
    '1:30',
    '1:30-0:10',
    '5-5',
    '1:75-2:00',
    '1:61:00-2:00:00',
    'a-b',
    '1-2-3',
    'end-9',
    '-5',
  ])
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseTimeSpan(text), { code: 'TIME.SPAN', kind: 'usage' }));
});

describe('the frames of a span', () => {
  const table: [startMs: number, endMs: number, touching: unknown, within: unknown][] = [
    [0, 1000, { start: 0, end: 10 }, { start: 0, end: 10 }],
    [50, 1050, { start: 0, end: 11 }, { start: 1, end: 10 }],
    [9000, Infinity, { start: 90, end: 100 }, { start: 90, end: 100 }],
    [9950, 99_000, { start: 99, end: 100 }, undefined],
    [10_000, 99_000, undefined, undefined],
    [110, 190, { start: 1, end: 2 }, undefined],
  ];
  for (const [startMs, endMs, touching, within] of table)
    it(`finds those of ${startMs} to ${endMs} ms`, () => {
      assert.deepEqual(framesTouching({ startMs, endMs }, clock), touching);
      assert.deepEqual(framesWithin({ startMs, endMs }, clock), within);
    });
});
