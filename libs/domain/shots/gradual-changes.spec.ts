import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DrawnScene, blankPicture, dissolve, grain } from '../../../test/factories/drawn-film.factory.js';
import { boundariesOf } from '../../../test/factories/shot-boundaries.factory.js';
import type { Boundary } from './shot-detector.js';

const kitchen = new DrawnScene({ place: 1 });
const forest = new DrawnScene({ place: 2 });
const street = new DrawnScene({ place: 3 });

function transitionsOf(found: readonly Boundary[]): string[] {
  return found.map(({ transition }) => transition);
}

function assertNear(frame: number | undefined, expected: number, tolerance = 2): void {
  assert.ok(
    frame !== undefined && Math.abs(frame - expected) <= tolerance,
    `expected ${expected} within ${tolerance}, got ${frame}`,
  );
}

describe('gradual changes', () => {
  for (const length of [8, 10, 12, 16, 20, 24, 32, 40]) {
    it(`finds a dissolve of ${length} frames at its middle`, () => {
      const mixed = dissolve(kitchen.shoot(length, undefined, 40), forest.shoot(length));
      const film = [...kitchen.shoot(40), ...mixed, ...forest.shoot(40, undefined, length)];
      for (const pictures of [film, grain(film, 6)]) {
        const found = boundariesOf(pictures);
        assert.deepEqual(transitionsOf(found), ['dissolve']);
        assertNear(found[0]?.frame, 40 + length / 2);
      }
    });
  }

  for (const [length, speed] of [
    [12, 0.4],
    [24, 0.4],
    [24, 1],
    [40, 0.4],
  ] as const) {
    it(`finds one dissolve inside the ${length} frames between shots that pan by ${speed} pixels a frame`, () => {
      const before = kitchen.shoot(70, (t) => ({ panX: speed * t }));
      const after = street.shoot(70, (t) => ({ panX: -speed * t }));
      const mixed = dissolve(before.slice(-length), after.slice(0, length));
      const found = boundariesOf([...before.slice(0, -length), ...mixed, ...after.slice(length)]);
      assert.deepEqual(transitionsOf(found), ['dissolve']);
      assertNear(found[0]?.frame, 70 - length / 2, length / 2);
    });
  }

  it('finds two dissolves that follow each other', () => {
    const first = dissolve(kitchen.shoot(16, undefined, 40), forest.shoot(16));
    const second = dissolve(forest.shoot(16, undefined, 40), street.shoot(16));
    const found = boundariesOf([
      ...kitchen.shoot(40),
      ...first,
      ...forest.shoot(24, undefined, 16),
      ...second,
      ...street.shoot(40, undefined, 16),
    ]);
    assert.deepEqual(transitionsOf(found), ['dissolve', 'dissolve']);
    assertNear(found[0]?.frame, 48);
    assertNear(found[1]?.frame, 88);
  });

  for (const [name, luma] of [
    ['black', 16],
    ['white', 235],
  ] as const) {
    for (const [length, hold] of [
      [12, 5],
      [6, 2],
      [24, 0],
      [8, 12],
    ] as const) {
      it(`finds a fade of ${length} frames through ${name}, held for ${hold}, at its middle`, () => {
        const nothing = Array.from({ length: Math.max(length, hold) }, () => blankPicture(luma));
        const found = boundariesOf([
          ...kitchen.shoot(40),
          ...dissolve(kitchen.shoot(length, undefined, 40), nothing),
          ...nothing.slice(0, hold),
          ...dissolve(nothing.slice(0, length), forest.shoot(length)),
          ...forest.shoot(40, undefined, length),
        ]);
        assert.deepEqual(transitionsOf(found), ['fade']);
        assertNear(found[0]?.frame, 40 + length + hold / 2);
      });
    }
  }

  it('puts the boundary of a long black stretch a little inside it', () => {
    const nothing = Array.from({ length: 60 }, () => blankPicture(16));
    const out = dissolve(kitchen.shoot(12, undefined, 40), nothing.slice(0, 12));
    const found = boundariesOf([
      ...kitchen.shoot(40),
      ...out,
      ...nothing,
      ...dissolve(nothing.slice(0, 12), forest.shoot(12)),
    ]);
    assert.deepEqual(transitionsOf(found), ['fade']);
    assert.ok((found[0]?.frame ?? 0) > 52 && (found[0]?.frame ?? 0) < 70);
  });

  it('finds no boundary where an episode fades in from black', () => {
    const nothing = Array.from({ length: 12 }, () => blankPicture(16));
    assert.deepEqual(
      boundariesOf([...nothing, ...dissolve(nothing, forest.shoot(12)), ...forest.shoot(40, undefined, 12)]),
      [],
    );
  });
});
