import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestOf } from '../../../../test/factories/decode-request.js';
import { bothBoxes } from './both-boxes.js';
import type { DecodeRequest, OutputTensor } from './decoder.js';
import { decoderFor } from './decoders.js';

const tensor = (shape: number[], values: number[]): OutputTensor => ({
  shape,
  data: Float32Array.from(values),
});

/** Every request speaks of one good box, (16, 8) to (32, 24), and of one whose score is too low. */
const SCORE = 0.75;
const BOX = { x1: 16, y1: 8, x2: 32, y2: 24 };

/** 64x32: 8x4 cells of stride 8, then 4x2 of 16, then 2x1 of 32. */
const CELLS = 32 + 8 + 2;

/** A row of numbers, one for every cell: the good box's in one cell, the bad one's in the next, nothing elsewhere. */
const inCell = (cell: number, bad: readonly number[]) => (good: number, row: number) =>
  Array.from({ length: CELLS }, (_, i) => (i === cell ? good : i === cell + 1 ? bad[row]! : 0));

function yunetRequest(cells: { first: number; second: number }): DecodeRequest {
  const outputs: Record<string, OutputTensor> = {};
  for (const [stride, count] of [
    [8, 32],
    [16, 8],
    [32, 2],
  ] as const) {
    outputs[`cls_${stride}`] = tensor(
      [1, count, 1],
      Array.from({ length: count }, () => 0),
    );
    outputs[`obj_${stride}`] = tensor(
      [1, count, 1],
      Array.from({ length: count }, () => 1),
    );
    outputs[`bbox_${stride}`] = tensor(
      [1, count, 4],
      Array.from({ length: count * 4 }, () => 0),
    );
  }
  outputs['cls_16']!.data[1] = cells.first;
  outputs['cls_16']!.data[5] = cells.second;
  outputs['bbox_16']!.data.set([0.5, 1, 0, 0], 4);
  return requestOf('yunet', outputs);
}

const requests: Record<string, DecodeRequest> = {
  yolov8: requestOf('yolov8', {
    output0: tensor(
      [1, 6, CELLS],
      [24, 16, 16, 16, 0.25, SCORE].flatMap(inCell(40, [5, 5, 5, 5, 0.25, 0.375])),
    ),
  }),
  'rt-detr-logits': requestOf('rt-detr-logits', {
    logits: tensor([1, 2, 2], [-3, Math.log(SCORE / (1 - SCORE)), -0.1, -0.2]),
    pred_boxes: tensor([1, 2, 4], [0.375, 0.5, 0.25, 0.5, 0.5, 0.5, 1, 1]),
  }),
  'end-to-end': requestOf('end-to-end', {
    output0: tensor([1, 2, 6], [0, 0, 9, 9, 0.25, 0, 16, 8, 32, 24, SCORE, 1]),
  }),
  'rt-detr': requestOf('rt-detr', {
    output0: tensor([1, 2, 6], [0.375, 0.5, 0.25, 0.5, 0, SCORE, 0.5, 0.5, 1, 1, 0.25, 0.25]),
  }),
  yunet: yunetRequest({ first: SCORE * SCORE, second: 0.2 }),
};

describe('Layouts of one box', () => {
  for (const [layout, request] of Object.entries(requests)) {
    it(`${layout} gives the box in input pixels, by its best class`, () => {
      const [found, ...others] = decoderFor(layout)(request);
      assert.equal(others.length, 0);
      assert.deepEqual(found?.face, BOX);
      assert.ok(Math.abs(found.score - SCORE) < 1e-6);
    });

    it(`${layout} refuses a tensor of another shape`, () => {
      const outputs = Object.fromEntries(
        [...request.outputs.keys()].map((name) => [name, tensor([1, 3], [1, 2, 3])]),
      );
      assert.throws(() => decoderFor(layout)(requestOf(layout, outputs)), { code: 'MODEL.INVALID' });
    });
  }

  it('yolov8 refuses a tensor that is the right one turned', () => {
    const turned = requestOf('yolov8', {
      output0: tensor(
        [1, CELLS, 6],
        Array.from({ length: CELLS * 6 }, () => 0),
      ),
    });
    assert.throws(() => decoderFor('yolov8')(turned), /expects an output of shape \[1, 4 \+ classes, 42\]/);
  });

  it('estimates the head around a face and the face in a head, each the other way round', () => {
    const { head } = bothBoxes(BOX, 'face');
    assert.ok(head.x1 < BOX.x1 && head.y1 < BOX.y1 - 8 && head.x2 > BOX.x2 && head.y2 > BOX.y2);
    const { face } = bothBoxes(head, 'head');
    for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) assert.ok(Math.abs(face[edge] - BOX[edge]) < 1e-9);
  });

  it('refuses a layout that it does not know, naming those it knows', () => {
    assert.throws(() => decoderFor('ssd'), /yolov8, end-to-end, rt-detr, rt-detr-logits, yunet/);
  });
});
