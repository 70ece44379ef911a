import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../evaluation/seeded-random.js';
import { blurred, looksOf, unit } from '../../../test/factories/faces.js';
import type { CastMember } from './gallery-cast.js';
import { marginsBetween } from './look-alikes.js';

const SHIPPED = 0.06;
const random = seededRandom(5);
const towards = (a: Float32Array, b: Float32Array, share: number): Float32Array =>
  unit(a.map((value, k) => value * (1 - share) + b[k]! * share));
const member = (name: string, references: readonly Float32Array[]): CastMember => ({
  name,
  forms: [{ form: null, references, palettes: [] }],
});
const views = (looks: Float32Array, noise: number): Float32Array[] =>
  Array.from({ length: 4 }, () => blurred(looks, noise, random));

describe('marginsBetween', () => {
  it('is empty for nobody', () => {
    assert.equal(marginsBetween([], SHIPPED).length, 0);
  });

  it('leaves the shipped margin between unlike characters', () => {
    const cast = [member('Ann', views(looksOf(1), 0.3)), member('Bob', views(looksOf(2), 0.3))];
    assert.deepEqual([...marginsBetween(cast, SHIPPED)], [SHIPPED, SHIPPED, SHIPPED, SHIPPED]);
  });

  it('asks less between twins whose pictures differ little but always', () => {
    const twin = towards(looksOf(1), looksOf(2), 0.25);
    const cast = [member('Ann', views(looksOf(1), 0.02)), member('Anna', views(twin, 0.02))];
    const margin = marginsBetween(cast, SHIPPED)[1]!;
    assert.ok(margin < SHIPPED && margin > 0, String(margin));
  });

  it('leaves the shipped margin where the difference is now this way, now that way', () => {
    const twin = towards(looksOf(1), looksOf(2), 0.1);
    const cast = [member('Ann', views(looksOf(1), 0.6)), member('Anna', views(twin, 0.6))];
    assert.equal(marginsBetween(cast, SHIPPED)[1], SHIPPED);
  });

  it('leaves the shipped margin where one picture each says nothing of how pictures vary', () => {
    const cast = [member('Ann', [looksOf(1)]), member('Anna', [towards(looksOf(1), looksOf(2), 0.1)])];
    assert.equal(marginsBetween(cast, SHIPPED)[1], SHIPPED);
  });
});
