import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { FramePainter } from './frame-painter.js';
import { SCRIPT } from './script.js';
import { synthesise } from './sound.js';
import { timeShots } from './staging.js';
import { planCastPictures } from './cast-pictures.js';

const shots = timeShots();
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const startOf = (name: string): number => shots.find(({ script }) => script.name === name)?.first ?? -1;

describe('the frame painter', () => {
  it('paints the same pixels in any order and holds a drawing for two frames', async () => {
    const frames = [
      startOf('the twins play') + 4,
      startOf('Fig with the lantern') + 20,
      startOf('three at the kitchen table') - 3,
    ];
    const once = new FramePainter(shots);
    const again = new FramePainter(shots);
    const forwards = [];
    for (const frame of frames) forwards.push(sha(await once.paint(frame)));
    const backwards = [];
    for (const frame of [...frames].reverse()) backwards.unshift(sha(await again.paint(frame)));
    assert.deepEqual(forwards, backwards);
    assert.equal(new Set(forwards).size, frames.length);
    const held = startOf('close-up of Odi') + 10;
    assert.equal(sha(await once.paint(held)), sha(await once.paint(held + 1)));
    assert.notEqual(sha(await once.paint(held)), sha(await once.paint(held + 12)));
  });

  it('paints a flash white and the middle of a fade nearly black', async () => {
    const painter = new FramePainter(shots);
    const flash = await painter.paint(startOf('Kettle sparks') + 24);
    assert.ok(flash.every((value) => value === 255));
    const black = await painter.paint(startOf('night falls over Puddle Lane'));
    assert.ok(black.reduce((sum, value) => sum + value, 0) / black.length < 12);
  });
});

describe('the sound', () => {
  it('lasts as long as the film and never falls silent at a cut', () => {
    const few = timeShots(SCRIPT.slice(0, 3));
    const file = synthesise(few);
    assert.equal(file.length, 44 + Math.round(((few.at(-1)?.end ?? 0) / 24) * 44_100) * 4);
    for (const { first } of few) {
      const at = 44 + Math.round((first / 24) * 44_100) * 4;
      const loudest = Math.max(
        ...Array.from({ length: 2000 }, (_, i) => Math.abs(file.readInt16LE(at + i * 4))),
      );
      assert.ok(loudest > 3000, `frame ${first}: ${loudest}`);
    }
  });
});

describe('the cast pictures', () => {
  it('are five per form, and forms have folders of their own', () => {
    const files = planCastPictures().map(({ file }) => file);
    assert.equal(new Set(files).size, files.length);
    assert.ok(
      files.includes('odi/1.png') && files.includes('jory/knight/5.png') && files.includes('fig/night/3.png'),
    );
    assert.equal(files.length, 9 * 5);
  });
});
