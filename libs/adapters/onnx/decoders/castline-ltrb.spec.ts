import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import { decodeCastlineLtrb } from './castline-ltrb.js';
import { requestOf } from '../../../../test/factories/decode-request.js';
import type { DecodeRequest } from './decoder.js';

/** 64x32: 8x4 cells of stride 8, then 4x2 of 16, then 2x1 of 32. */
const CELLS = 32 + 8 + 2;

function requestWith(cells: Record<number, number[]>): DecodeRequest {
  const data = new Float32Array(CELLS * 9);
  for (const [cell, numbers] of Object.entries(cells)) data.set(numbers, Number(cell) * 9);
  return requestOf('castline-ltrb', { predictions: { shape: [1, CELLS, 9], data } });
}

describe('decodeCastlineLtrb', () => {
  it('finds nothing where no score reaches the threshold', () => {
    assert.deepEqual(decodeCastlineLtrb(requestWith({ 3: [0.49, 1, 1, 1, 1, 1, 1, 1, 1] })), []);
  });

  const table: [string, number, number, number][] = [
    ['the first cell', 0, 4, 4],
    ['the second row of the finest stride', 8 + 2, 20, 12],
    ['the first cell of the middle stride', 32, 8, 8],
    ['the last cell of the middle stride', 39, 56, 24],
    ['the last cell of all', 41, 48, 16],
  ];
  for (const [title, cell, x, y] of table) {
    it(`measures from the centre of ${title}`, () => {
      const [found] = decodeCastlineLtrb(requestWith({ [cell]: [0.75, 1, 2, 3, 4, 5, 6, 7, 8] }));
      assert.deepEqual(found, {
        score: 0.75,
        face: { x1: x - 1, y1: y - 2, x2: x + 3, y2: y + 4 },
        head: { x1: x - 5, y1: y - 6, x2: x + 7, y2: y + 8 },
      });
    });
  }

  it('passes over a score that is no number', () => {
    assert.deepEqual(decodeCastlineLtrb(requestWith({ 0: [Number.NaN, 1, 1, 1, 1, 1, 1, 1, 1] })), []);
  });

  it('refuses a tensor of another shape, naming both', () => {
    const data = new Float32Array(CELLS * 9);
    const request = requestOf('castline-ltrb', { predictions: { shape: [1, 9, CELLS], data } });
    assert.throws(
      () => decodeCastlineLtrb(request),
      (error) =>
        error instanceof CastlineError &&
        error.code === 'MODEL.INVALID' &&
        error.message.includes('[1, 9, 42]'),
    );
  });
});
