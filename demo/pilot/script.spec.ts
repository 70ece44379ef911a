import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EXPRESSIONS } from '#domain/face/face.js';
import { CAST, CHARACTER_NAMES, designOf } from './characters/cast.js';
import { SCRIPT } from './script.js';
import { stageAt, timeShots } from './staging.js';
import { mixAt } from './transitions.js';

const shots = timeShots();
const frameCount = shots.at(-1)?.end ?? 0;

describe('the script', () => {
  it('covers about a minute without gaps or overlaps', () => {
    assert.equal(shots[0]?.first, 0);
    for (const shot of shots.slice(1)) assert.equal(shot.first, shots[shot.index - 1]?.end);
    assert.ok(frameCount >= 58 * 24 && frameCount <= 66 * 24, `${frameCount} frames`);
  });

  it('can show every frame, with weights that make one picture', () => {
    for (let frame = 0; frame < frameCount; frame++) {
      const total = mixAt(shots, frame).layers.reduce((sum, { weight }) => sum + weight, 0);
      assert.ok(total > 0 && total <= 1 + 1e-9, `frame ${frame} weighs ${total}`);
    }
    assert.throws(() => mixAt(shots, frameCount), RangeError);
  });

  it('gives every character and form a part', () => {
    const played = new Set(
      SCRIPT.flatMap(({ items }) =>
        items.flatMap((item) => (item.kind === 'actor' ? [`${item.who} ${item.form ?? 'usual'}`] : [])),
      ),
    );
    for (const name of CHARACTER_NAMES)
      for (const form of Object.keys(CAST[name])) assert.ok(played.has(`${name} ${form}`), `${name} ${form}`);
  });

  it('shows every expression and every view', () => {
    const looks = shots
      .flatMap((shot) => Array.from({ length: shot.script.frames }, (_, f) => stageAt(shot, f).items).flat())
      .flatMap((item) => (item.kind === 'actor' ? [item.look] : []));
    assert.deepEqual(new Set(looks.map(({ expression }) => expression)), new Set(EXPRESSIONS));
    assert.deepEqual(
      new Set(looks.map(({ turn }) => turn.view)),
      new Set(['front', 'three-quarter', 'profile', 'back']),
    );
  });

  it('lets the twins differ in ribbon and freckles only', () => {
    const { freckles, hair, ...odi } = designOf('odi');
    const { freckles: none, hair: otherHair, ...edda } = designOf('edda');
    assert.deepEqual(odi, edda);
    assert.deepEqual({ ...hair, ribbon: '' }, { ...otherHair, ribbon: '' });
    assert.notEqual(hair.ribbon, otherHair.ribbon);
    assert.equal(freckles, true);
    assert.equal(none, undefined);
  });

  it('has a dissolve, a fade, a flash, a pan, a zoom and shots without anybody', () => {
    assert.ok(SCRIPT.some(({ opening }) => opening?.kind === 'dissolve' && opening.frames === 20));
    assert.ok(SCRIPT.some(({ opening }) => opening?.kind === 'fade'));
    assert.ok(SCRIPT.some(({ flash }) => flash?.frames === 2));
    assert.ok(SCRIPT.some(({ camera }) => typeof camera.x !== 'number'));
    assert.ok(SCRIPT.some(({ camera }) => typeof camera.zoom !== 'number'));
    assert.ok(SCRIPT.filter(({ items }) => items.every(({ kind }) => kind === 'prop')).length >= 4);
  });
});
