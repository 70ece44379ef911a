import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillGaps, placeChapters } from './place-chapters.js';

/** 10 s to 20 s of a film whose container begins at 0.5 s, in hundredths. */
const CUT = {
  facts: { timeBase: { num: 1, den: 100 }, startSeconds: 0.5 },
  startTicks: 1000,
  endTicks: 2000,
};
const chapter = (title: string, startSeconds: number, endSeconds: number) => ({
  title,
  startSeconds,
  endSeconds,
});
const span = (title: string, startTicks: number, endTicks: number) => ({ title, startTicks, endTicks });

describe('placeChapters', () => {
  it('puts chapters on the clock of the clip, cuts them at its ends, and leaves out the others', () =>
    assert.deepEqual(
      placeChapters(
        [
          chapter('gone', 0, 10.5),
          chapter('first', 8.5, 12.5),
          chapter('last', 12.5, 60),
          chapter('to come', 60, 70),
        ],
        CUT,
      ),
      [span('first', 0, 200), span('last', 200, 1000)],
    ));
});

describe('fillGaps', () => {
  it('fills what lies before, between and after chapters', () =>
    assert.deepEqual(fillGaps([span('b', 600, 800), span('a', 100, 300)], CUT), [
      ...[span('', 0, 100), span('a', 100, 300), span('', 300, 600)],
      ...[span('b', 600, 800), span('', 800, 1000)],
    ]));

  it('lets a chapter end where the next begins', () =>
    assert.deepEqual(fillGaps([span('a', 0, 700), span('b', 400, 1000)], CUT), [
      span('a', 0, 400),
      span('b', 400, 1000),
    ]));

  it('is nothing for no chapters', () => assert.deepEqual(fillGaps([], CUT), []));
});
