import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DrawnScene,
  blankPicture,
  coverWithWing,
  grain,
  mixPictures,
} from '../../../test/factories/drawn-film.factory.js';
import { boundariesOf } from '../../../test/factories/shot-boundaries.factory.js';
import type { Yuv420Picture } from '../picture/picture.js';

const kitchen = new DrawnScene({ place: 1 });
const forest = new DrawnScene({ place: 2 });
const street = new DrawnScene({ place: 3 });

describe('what is no cut', () => {
  for (const length of [1, 2, 3, 4, 5]) {
    for (const luma of [16, 235]) {
      it(`a flash of ${length} frames of luma ${luma} is no cut`, () => {
        const flash = kitchen
          .shoot(length, undefined, 20)
          .map((picture) => mixPictures(picture, blankPicture(luma), 0.9));
        assert.deepEqual(
          boundariesOf([...kitchen.shoot(20), ...flash, ...kitchen.shoot(40, undefined, 20 + length)]),
          [],
        );
      });
    }
  }

  it('a strobe is no cut', () => {
    const film = kitchen
      .shoot(60)
      .map((picture, i) => (i % 4 < 2 && i > 20 ? mixPictures(picture, blankPicture(235), 0.8) : picture));
    assert.deepEqual(boundariesOf(film), []);
  });

  it('one or two stray frames of another picture are no shot', () => {
    assert.deepEqual(
      boundariesOf([...kitchen.shoot(20), forest.draw(0), ...kitchen.shoot(30, undefined, 21)]),
      [],
    );
    assert.deepEqual(
      boundariesOf([...kitchen.shoot(20), ...forest.shoot(2), ...kitchen.shoot(30, undefined, 22)]),
      [],
    );
  });

  const motions: Record<string, Yuv420Picture[]> = {
    'a slow pan': kitchen.shoot(120, (t) => ({ panX: 0.5 * t })),
    'a fast pan': kitchen.shoot(120, (t) => ({ panX: 5 * t })),
    'a zoom': kitchen.shoot(120, (t) => ({ zoom: 1 + t / 60 })),
    'a shaking camera': kitchen.shoot(120, (t) => ({ panX: 6 * Math.sin(t * 2.3) })),
    'slowly falling light': kitchen.shoot(120, (t) => ({ light: -t / 3 })),
    grain: grain(kitchen.shoot(120), 12),
    'a still picture': kitchen.shoot(120, undefined, 0).map(() => kitchen.draw(0)),
  };
  for (const [name, film] of Object.entries(motions)) {
    it(`${name} has no boundary`, () => assert.deepEqual(boundariesOf(film), []));
  }

  it('an explosion that dies away is no cut', () => {
    for (const frames of [3, 6, 10]) {
      const film = kitchen.shoot(90).map((picture, i) => {
        const light = i < 30 ? 0 : 0.95 * Math.exp(-(i - 30) / frames);
        return mixPictures(picture, blankPicture(245), light);
      });
      assert.deepEqual(boundariesOf(film), []);
    }
  });

  it('a wing that crosses the picture is no cut', () => {
    for (const speed of [3, 6, 10]) {
      const film = forest.shoot(100).map((picture, i) => coverWithWing(picture, (i - 20) * speed));
      assert.deepEqual(boundariesOf(film), []);
    }
  });

  it('a whip pan along one place is no cut', () => {
    const eased = (share: number): number => share * share * (3 - 2 * share);
    const panAt = (t: number): number => 128 * eased(Math.max(0, Math.min(1, (t - 30) / 14)));
    const whip = Array.from({ length: 90 }, (_, t) => {
      // what a shutter sees that is open for half the frame
      const seen = [0, 0.125, 0.25, 0.375, 0.5].map((open) => street.draw(t, { panX: panAt(t + open) }));
      return seen.reduce((sum, picture, k) => mixPictures(sum, picture, 1 / (k + 1)));
    });
    assert.deepEqual(boundariesOf(whip), []);
  });
});
