import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DrawnScene,
  blankPicture,
  grain,
  mixPictures,
  textCard,
} from '../../../test/factories/drawn-film.factory.js';
import { boundariesOf, cutsAt } from '../../../test/factories/shot-boundaries.factory.js';
import type { Yuv420Picture } from '../picture/picture.js';
import { featuresOf } from './frame-features.js';
import { ShotDetector } from './shot-detector.js';

const kitchen = new DrawnScene({ place: 1 });
const kitchenReverse = new DrawnScene({ place: 1, people: 9 });
const forest = new DrawnScene({ place: 2 });
const street = new DrawnScene({ place: 3 });

describe('hard cuts', () => {
  it('finds none in no frames, one frame, or one shot', () => {
    assert.deepEqual(new ShotDetector().finish(), []);
    assert.deepEqual(boundariesOf([kitchen.draw(0)]), []);
    assert.deepEqual(boundariesOf(kitchen.shoot(60)), []);
  });

  it('finds a cut at the exact frame', () => {
    assert.deepEqual(boundariesOf([...kitchen.shoot(31), ...forest.shoot(40)]), cutsAt(31));
  });

  it('finds the cut between two characters before the same background', () => {
    assert.deepEqual(boundariesOf([...kitchen.shoot(20), ...kitchenReverse.shoot(20)]), cutsAt(20));
  });

  it('finds shots of three frames', () => {
    const film = [...kitchen.shoot(20), ...forest.shoot(3), ...street.shoot(3), ...kitchen.shoot(20)];
    assert.deepEqual(boundariesOf(film), cutsAt(20, 23, 26));
  });

  it('finds a cut in the last frames only when the last shot is long enough', () => {
    assert.deepEqual(boundariesOf([...kitchen.shoot(20), ...forest.shoot(3)]), cutsAt(20));
    assert.deepEqual(boundariesOf([...kitchen.shoot(20), ...forest.shoot(2)]), []);
  });

  it('finds cuts under grain and between pans', () => {
    const film = [
      ...kitchen.shoot(30, (t) => ({ panX: 2 * t })),
      ...forest.shoot(30, (t) => ({ panX: -3 * t })),
    ];
    assert.deepEqual(boundariesOf(grain(film, 10)), cutsAt(30));
  });

  it('takes a frame blended of both shots for the first of the new one', () => {
    const blend = mixPictures(kitchen.draw(20), forest.draw(0), 0.5);
    assert.deepEqual(boundariesOf([...kitchen.shoot(20), blend, ...forest.shoot(30)]), cutsAt(20));
  });

  it('refuses frames that are left out or repeated', () => {
    const detector = new ShotDetector();
    detector.push(5, 0, featuresOf(kitchen.draw(0)));
    assert.throws(() => detector.push(5, 0, featuresOf(kitchen.draw(0))), /expected frame 6, got 5/);
    assert.throws(() => detector.push(7, 0, featuresOf(kitchen.draw(0))), /expected frame 6, got 7/);
  });

  for (const length of [3, 4, 5, 6, 8, 10, 12]) {
    it(`finds a row of shots of ${length} frames, also of places that come back`, () => {
      const places = [forest, street, kitchen, forest, kitchen, street];
      const film = [...kitchen.shoot(20), ...places.flatMap((place) => place.shoot(length))];
      assert.deepEqual(
        boundariesOf([...film, ...forest.shoot(20)]),
        cutsAt(...[...places, forest].map((_, i) => 20 + i * length)),
      );
    });
  }

  it('finds a cut at night, where everything is nearly black', () => {
    const film = [...kitchen.shoot(30), ...forest.shoot(30)];
    const night = film.map((picture) => mixPictures(picture, blankPicture(20), 0.8));
    assert.deepEqual(boundariesOf(night), cutsAt(30));
    assert.deepEqual(boundariesOf(grain(night, 3)), cutsAt(30));
  });

  it('finds the cut to another part of the same place, in the same colours and light', () => {
    for (const panX of [60, 100, 160]) {
      const film = [...kitchen.shoot(30), ...kitchen.shoot(30, () => ({ panX }))];
      assert.deepEqual(boundariesOf(film), cutsAt(30));
    }
  });

  it('finds the cut to a closer view of the same thing', () => {
    assert.deepEqual(
      boundariesOf([...street.shoot(30), ...street.shoot(30, () => ({ zoom: 1.8 }), 30)]),
      cutsAt(30),
    );
  });

  it('finds the cuts to, between and from cards with text', () => {
    const card = (seed: number): Yuv420Picture[] => Array.from({ length: 24 }, () => textCard(seed));
    const film = [...kitchen.shoot(24), ...card(1), ...card(2), ...street.shoot(24)];
    assert.deepEqual(boundariesOf(film), cutsAt(24, 48, 72));
  });

  it('finds a cut inside the motion of both shots: a shaking camera', () => {
    const shake = (t: number): { panX: number } => ({ panX: 5 * Math.sin(t * 2.3) });
    assert.deepEqual(boundariesOf([...kitchen.shoot(30, shake), ...forest.shoot(30, shake)]), cutsAt(30));
  });
});
