import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreDetections } from './score-detections.js';
import type { BoxCorners } from './truth.js';

const LEFT: BoxCorners = [0, 0, 10, 10];
const RIGHT: BoxCorners = [100, 0, 110, 10];

describe('scoreDetections', () => {
  it('scores nothing against nothing', () => {
    const { ap, faces, maxRecall } = scoreDetections({}, {});
    assert.deepEqual({ ap, faces, maxRecall }, { ap: 0, faces: 0, maxRecall: 0 });
  });

  it('gives full marks for every face found and nothing else', () => {
    const found = { a: [LEFT, RIGHT].map((box) => ({ box, score: 0.9 })) };
    assert.equal(scoreDetections(found, { a: [{ box: LEFT }, { box: RIGHT }] }).ap, 1);
  });

  it('counts a second box on one face as wrong', () => {
    const found = { a: [0.9, 0.8].map((score) => ({ box: LEFT, score })) };
    const { ap, detections } = scoreDetections(found, { a: [{ box: LEFT }, { box: RIGHT }] });
    assert.deepEqual({ ap, detections }, { ap: 0.5, detections: 2 });
  });

  it('neither rewards nor punishes a box on a face to ignore', () => {
    const found = { a: [{ box: LEFT, score: 0.9 }], b: [{ box: LEFT, score: 0.95 }] };
    const { ap, detections } = scoreDetections(found, {
      a: [{ box: LEFT }],
      b: [{ box: LEFT, ignore: true }],
    });
    assert.deepEqual({ ap, detections }, { ap: 1, detections: 1 });
  });

  it('counts a box in an empty picture as wrong and one in an unlabelled picture not at all', () => {
    const found = {
      a: [{ box: LEFT, score: 0.9 }],
      empty: [{ box: LEFT, score: 0.95 }],
      other: [{ box: LEFT, score: 1 }],
    };
    const { ap, pictures } = scoreDetections(found, { a: [{ box: LEFT }], empty: [] });
    assert.deepEqual({ ap, pictures }, { ap: 0.5, pictures: 2 });
  });
});
