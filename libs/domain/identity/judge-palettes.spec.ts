import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../evaluation/seeded-random.js';
import { gaussian } from '../../../test/factories/faces.js';
import { judgePalettes } from './judge-palettes.js';

const BINS = 20;
const random = seededRandom(11);
/** All heads share most colours; a ribbon adds one of its own, views differ by `noise`. */
const palette = (ribbon: number, noise = 12): number[] =>
  Array.from({ length: BINS }, (_, bin) => {
    const base = bin < 4 ? 140 : bin === ribbon ? 90 : 10;
    return Math.max(0, Math.min(255, Math.round(base + noise * gaussian(random))));
  });
const several = (count: number, ribbon: number, noise?: number): number[][] =>
  Array.from({ length: count }, () => palette(ribbon, noise));

describe('judgePalettes', () => {
  it('judges nothing by nothing, or by one picture each', () => {
    assert.equal(judgePalettes([], []), undefined);
    assert.equal(judgePalettes(several(1, 7), several(5, 9)), undefined);
  });

  it('tells heads by the colour of their ribbon, about 1 for the one and -1 for the other', () => {
    const judge = judgePalettes(several(5, 7), several(5, 9));
    assert.ok(judge);
    for (let i = 0; i < 20; i++) {
      assert.ok(judge(palette(7)) > 0.4);
      assert.ok(judge(palette(9)) < -0.4);
    }
  });

  it('refuses where the references themselves are not told apart', () => {
    const refused = Array.from({ length: 50 }, () => judgePalettes(several(5, 7), several(5, 7))).filter(
      (judge) => judge === undefined,
    ).length;
    assert.ok(refused > 40, `${refused} of 50 that do not differ are refused`);
  });
});
