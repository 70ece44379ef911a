import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Rational } from './rational.js';
import { canDropFrames, formatTimecode, framesPerDay, parseTimecode, timecodeOfFrame } from './timecode.js';

const ntsc = (nominal: number): Rational => ({ num: nominal * 1000, den: 1001 });
const whole = (num: number): Rational => ({ num, den: 1 });
const formats = [
  ...[ntsc(24), whole(24), whole(25), ntsc(30), whole(30), whole(50), ntsc(60), whole(60)].map((rate) => ({
    rate,
    isDropFrame: false,
  })),
  ...[ntsc(30), ntsc(60)].map((rate) => ({ rate, isDropFrame: true })),
];

describe('timecode', () => {
  const shown: [number, Rational, boolean, string][] = [
    [0, ntsc(30), true, '00:00:00;00'],
    [1799, ntsc(30), true, '00:00:59;29'],
    [1800, ntsc(30), true, '00:01:00;02'],
    [17981, ntsc(30), true, '00:09:59;29'],
    [17982, ntsc(30), true, '00:10:00;00'],
    [107892, ntsc(30), true, '01:00:00;00'],
    [3600, ntsc(60), true, '00:01:00;04'],
    [215784, ntsc(60), true, '01:00:00;00'],
    [1800, ntsc(30), false, '00:01:00:00'],
    [86400, ntsc(24), false, '01:00:00:00'],
    [90000 * 30, whole(25), false, '30:00:00:00'],
  ];
  for (const [frame, rate, isDropFrame, text] of shown) {
    it(`of frame ${frame} at ${rate.num}/${rate.den} is ${text}`, () => {
      assert.equal(formatTimecode(frame, { rate, isDropFrame }), text);
      assert.deepEqual(parseTimecode(text, rate), { frame, isDropFrame });
    });
  }

  it('leads to its frame and back, at every rate', () =>
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.nat(10_000_000), (format, frame) => {
        const text = formatTimecode(frame, format);
        assert.deepEqual(parseTimecode(text, format.rate), { frame, isDropFrame: format.isDropFrame });
        if (!format.isDropFrame) assert.equal(text, timecodeOfFrame(frame, format.rate));
      }),
    ));

  it('rises with the frame', () =>
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.nat(2_000_000), (format, frame) => {
        const [now, next] = [formatTimecode(frame, format), formatTimecode(frame + 1, format)];
        assert.ok(next > now, `${now} then ${next}`);
      }),
    ));

  it('drops labels so that it keeps up with the clock to a tenth of a second a day', () => {
    for (const format of formats.filter(({ isDropFrame }) => isDropFrame)) {
      const { num, den } = format.rate;
      assert.ok(Math.abs((framesPerDay(format) * den) / num - 86_400) < 0.1);
    }
    assert.equal(framesPerDay({ rate: whole(25), isDropFrame: false }), 86_400 * 25);
  });

  const refused: [string, Rational][] = [
    ['', whole(25)],
    ['00:00:00:25', whole(25)],
    ['00:00:60:00', whole(25)],
    ['1:00:00:00', whole(25)],
    ['00:00:00.00', whole(25)],
    ['00:00:00;00', whole(25)],
    ['00:00:00;00', ntsc(24)],
    ['00:01:00;00', ntsc(30)],
    ['00:01:00;03', ntsc(60)],
  ];
  for (const [text, rate] of refused) {
    it(`is not ${JSON.stringify(text)} at ${rate.num}/${rate.den}`, () =>
      assert.equal(parseTimecode(text, rate), undefined));
  }

  it('drops frames at 29.97 and 59.94 only', () =>
    assert.deepEqual([ntsc(24), ntsc(30), whole(30), whole(60), ntsc(60), ntsc(120)].map(canDropFrames), [
      false,
      true,
      false,
      false,
      true,
      false,
    ]));
});
