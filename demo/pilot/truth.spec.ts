import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { CHARACTER_NAMES } from './characters/cast.js';
import type { Actor, ShotScript } from './shot-list.js';
import { timeShots } from './staging.js';
import { everybodyAt, facesAt } from './sight.js';
import { tellBoxes, tellTruth } from './truth.js';

const odi: Actor = { kind: 'actor', who: 'odi', x: 640, y: 640, scale: 1, yaw: 0, expression: 'happy' };
const still = (items: ShotScript['items'], more: Partial<ShotScript> = {}): ShotScript => ({
  name: 'a test',
  frames: 20,
  set: 'garden',
  camera: { x: 640, y: 360, zoom: 1 },
  items,
  note: 60,
  ...more,
});
const codeOf = (item: Actor, ...inFront: ShotScript['items']): string | undefined =>
  everybodyAt(timeShots([still([item, ...inFront])]), 5)[0]?.code;

describe('the truth of one picture', () => {
  it('boxes a face from forehead to chin where the camera sees it', () => {
    const [face] = facesAt(timeShots([still([odi])]), 5);
    assert.ok(face);
    const [x1, y1, x2, y2] = face.box;
    assert.ok(
      Math.abs((x1 + x2) / 2 - 640) < 3 && Math.abs(x2 - x1 - 92) < 4 && Math.abs(y2 - y1 - 96) < 4,
      String(face.box),
    );
    assert.equal(face.visible, 1);
    assert.ok(face.head[0] < x1 && face.head[1] < y1 && face.head[2] > x2, 'the head holds the face');
  });

  it('calls a face tiny, hidden or turned away what it is', () => {
    assert.equal(codeOf(odi), 'f');
    assert.equal(codeOf({ ...odi, scale: 0.2 }), 's');
    assert.equal(codeOf({ ...odi, yaw: 180 }), 'b');
    assert.equal(codeOf(odi, { kind: 'prop', prop: 'trunk', x: 640, y: 660, scale: 1 }), 'b');
    assert.equal(codeOf({ ...odi, x: -20 }), 'b');
    assert.equal(codeOf({ ...odi, x: -300 }), undefined);
  });

  it('keeps a character behind a table visible, and one behind another only if most of the face shows', () => {
    assert.equal(codeOf(odi, { kind: 'prop', prop: 'table', x: 640, y: 720, scale: 1 }), 'f');
    assert.equal(codeOf(odi, { ...odi, who: 'edda', x: 650 }), 'b');
    assert.equal(codeOf(odi, { ...odi, who: 'edda', x: 740 }), 'f');
  });
});

describe('the truth of a film', () => {
  it('breaks ranges at shots, runs through a flash, and gives a dissolve to both halves', () => {
    const shots = timeShots([
      still([odi], { flash: { at: 8, frames: 2 } }),
      still([odi]),
      still([{ ...odi, who: 'jory' }], { opening: { kind: 'dissolve', frames: 10 } }),
    ]);
    const truth = tellTruth(shots);
    assert.deepEqual(truth.frames.odi, [
      [0, 20],
      [20, 40],
    ]);
    assert.deepEqual(truth.frames.jory, [[40, 60]]);
    assert.deepEqual(truth.flashes, [[8, 10]]);
    assert.deepEqual(
      truth.shots.map(({ first, last, transition }) => [first, last, transition]),
      [
        [0, 19, 'start'],
        [20, 39, 'cut'],
        [40, 59, 'dissolve'],
      ],
    );
    assert.deepEqual(truth.shots[2]?.change, [35, 45]);
  });

  it('agrees between seconds, frames and boxes over the whole pilot', () => {
    const shots = timeShots();
    const truth = tellTruth(shots);
    const boxes = tellBoxes(shots);
    for (let second = 0; second < truth.range[1]; second++)
      for (const name of CHARACTER_NAMES) {
        const frame = second * 24;
        const inRange = truth.frames[name].some(([from, end]) => frame >= from && frame < end);
        assert.equal(truth.seconds[String(second)]?.[name] === 'f', inRange, `${name} at ${second} s`);
        const box = boxes[String(frame)]?.find(({ id }) => id === name);
        if (inRange) assert.ok(box && box.box[3] > box.box[1], `${name} has a box at ${second} s`);
      }
    for (const name of CHARACTER_NAMES) assert.ok(truth.frames[name].length > 0, name);
  });
});
