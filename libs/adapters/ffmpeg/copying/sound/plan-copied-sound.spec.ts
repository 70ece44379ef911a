import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planCopiedSound } from './plan-copied-sound.js';

const RATE = 48000;
const packets = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, at) => from + at * 1024);

describe('planCopiedSound', () => {
  it('takes the packets of the clip, and the one before for the decoder', () =>
    assert.deepEqual(
      planCopiedSound({ times: packets(10), samplesPerSecond: RATE, start: 3000, end: 6144 }),
      { first: 1, last: 5, leadIn: 3000 - 1024 },
    ));

  it('begins with the first packet where there is none before', () =>
    assert.deepEqual(
      planCopiedSound({ times: packets(4, -1024), samplesPerSecond: RATE, start: 0, end: 10 }),
      { first: 0, last: 1, leadIn: 1024 },
    ));

  it('finds the sample behind times that are rounded to milliseconds', () => {
    const rounded = packets(1000, 17).map((time) => Math.round((time * 1000) / RATE) * (RATE / 1000));
    const plan = planCopiedSound({ times: rounded, samplesPerSecond: RATE, start: 512_017, end: 600_000 });
    assert.deepEqual([plan?.first, plan?.last], [499, 585]);
    assert.ok(Math.abs(plan!.leadIn - 1024) <= 2, `${plan!.leadIn}`);
  });

  for (const [what, times, start, end] of [
    ['a gap', [...packets(5), ...packets(5, 7000)], 100, 5000],
    ['no sound at the start of the clip', packets(10, 2000), 1000, 5000],
    ['no sound at its end', packets(10), 1000, 10241],
    ['no packet', [], 0, 10],
  ] as const) {
    it(`is undefined where there is ${what}`, () =>
      assert.equal(planCopiedSound({ times, samplesPerSecond: RATE, start, end }), undefined));
  }
});
