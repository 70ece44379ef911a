import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameClock } from '../time/frame-clock.js';
import { formatRational, parseRational } from '../time/rational.js';
import { editRateOf, FrameConformer } from './edit-rate.js';

describe('editRateOf', () => {
  const rates: [string, boolean, string][] = [
    ['25/1', false, '25/1'],
    ['2500/100', false, '25/1'],
    ['24000/1001', false, '24000/1001'],
    ['48000/2002', false, '24000/1001'],
    ['12/1', false, '12/1'],
    ['8000/1001', false, '8000/1001'],
    ['2997/100', false, '30000/1001'],
    ['19001/317', false, '60000/1001'],
    ['87169000/2905633', false, '30/1'],
    ['25/1', true, '25/1'],
    ['24/1', true, '24/1'],
    ['1797/100', true, '24000/1001'],
    ['1000/1', false, '120/1'],
  ];
  for (const [rate, isVariableFrameRate, edited] of rates) {
    it(`edits ${isVariableFrameRate ? 'varying ' : ''}${rate} at ${edited}`, () =>
      assert.equal(
        formatRational(editRateOf({ frameRate: parseRational(rate)!, isVariableFrameRate })),
        edited,
      ));
  }
});

describe('FrameConformer', () => {
  const at25 = { num: 25, den: 1 };

  it('keeps the numbers of frames whose times a container rounded to milliseconds', () => {
    const rate = { num: 24000, den: 1001 };
    const ticks = Array.from({ length: 5000 }, (_, i) => 83 + Math.round((i * 1001) / 24));
    const conformer = new FrameConformer(
      new FrameClock(ticks, ticks.at(-1)! + 9, { num: 1, den: 1000 }),
      rate,
    );
    assert.ok(conformer.isExact);
    assert.equal(conformer.conform(5000), 5000, 'whatever the container says of the last frame');
  });

  it('places frames of a varying rate by their times', () => {
    const clock = new FrameClock([0, 40, 160, 200, 400], 440, { num: 1, den: 1000 });
    const conformer = new FrameConformer(clock, at25);
    assert.ok(!conformer.isExact);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((frame) => conformer.conform(frame)),
      [0, 1, 4, 5, 10, 11],
    );
  });

  it('never errs by more than half a frame and never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 }), (gaps) => {
        const ticks = gaps.map((_, i) => gaps.slice(0, i).reduce((sum, gap) => sum + gap, 0));
        const end = ticks.at(-1)! + gaps.at(-1)!;
        const conformer = new FrameConformer(new FrameClock(ticks, end, { num: 1, den: 1000 }), at25);
        ticks.forEach((tick, frame) => {
          assert.ok(Math.abs(conformer.conform(frame) * 40 - tick) <= 20);
          assert.ok(conformer.conform(frame + 1) >= conformer.conform(frame));
        });
      }),
    );
  });
});
