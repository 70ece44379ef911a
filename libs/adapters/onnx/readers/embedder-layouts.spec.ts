import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequestOf } from '../../../../test/factories/read-request.js';
import type { OutputTensor } from '../decoders/decoder.js';
import type { CropAnswer, ReadRequest } from './reader.js';
import { readerFor } from './readers.js';

const tensor = (shape: number[], values: number[]): OutputTensor => ({
  shape,
  data: Float32Array.from(values),
});

/** Every request speaks of two crops; numbers that float32 holds exactly. */
const EMBEDDING = tensor([2, 3], [3, 0, 4, 0, 1, 0]);
const [FIRST, SECOND] = [Float32Array.of(3, 0, 4), Float32Array.of(0, 1, 0)];

const table: Record<string, { request: ReadRequest; answers: CropAnswer[] }> = {
  'castline-embed': {
    request: readRequestOf('castline-embed', {
      embedding: EMBEDDING,
      quality: tensor([2], [0.5, 0.25]),
      face: tensor([2, 1], [1, 0.75]),
      expression: tensor([2, 2], [0.25, 0.75, 1, 0]),
      pose: tensor([2, 3], [10, 20, 30, -10, -20, -30]),
      photographed: tensor([2, 1], [0, 0.125]),
    }),
    answers: [
      {
        embedding: FIRST,
        quality: 0.5,
        faceness: 1,
        expression: Float32Array.of(0.25, 0.75),
        pose: { yaw: 10, pitch: 20, roll: 30 },
        photographed: 0,
      },
      {
        embedding: SECOND,
        quality: 0.25,
        faceness: 0.75,
        expression: Float32Array.of(1, 0),
        pose: { yaw: -10, pitch: -20, roll: -30 },
        photographed: 0.125,
      },
    ],
  },
  'plain-embed': {
    request: readRequestOf('plain-embed', { embedding: EMBEDDING }),
    answers: [{ embedding: FIRST }, { embedding: SECOND }],
  },
};

describe('Layouts of embedders', () => {
  for (const [layout, { request, answers }] of Object.entries(table)) {
    it(`${layout} gives each crop its own numbers, and none where the model has no output`, () => {
      assert.deepEqual(readerFor(layout)(request), answers);
    });

    it(`${layout} refuses an answer for fewer crops, or of other lengths, in every output`, () => {
      for (const [name, { shape, data }] of request.outputs) {
        for (const wrong of [
          { shape: [1, ...shape.slice(1)], data: data.slice(0, data.length / 2) },
          { shape: [2, 5], data: new Float32Array(10) },
        ]) {
          const outputs = new Map([...request.outputs, [name, wrong]]);
          assert.throws(() => readerFor(layout)({ ...request, outputs }), {
            code: 'MODEL.INVALID',
            message: new RegExp(`output ${name} must be \\[2, `),
          });
        }
      }
    });
  }

  it('an unknown one is refused with all that are known', () => {
    assert.throws(() => readerFor('castline-ltrb'), {
      code: 'MODEL.INVALID',
      message: 'embedder layout "castline-ltrb" is unknown; a manifest may name castline-embed, plain-embed',
    });
  });
});
