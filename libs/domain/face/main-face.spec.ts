import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faceOf, looksOf } from '../../../test/factories/faces.js';
import { findMainFace } from './main-face.js';

const looks = looksOf(1);

describe('findMainFace', () => {
  it('finds none among no faces', () => assert.deepEqual(findMainFace([]), { kind: 'none' }));

  it('takes the only face', () => {
    const face = faceOf({ x: 100, looks });
    assert.deepEqual(findMainFace([face]), { kind: 'found', face });
  });

  it('takes the face in front of a crowd', () => {
    const face = faceOf({ x: 100, looks, size: 120 });
    const crowd = [200, 300, 400].map((x) => faceOf({ x, looks, size: 50 }));
    assert.deepEqual(findMainFace([...crowd, face]), { kind: 'found', face });
  });

  it('does not choose between two of like size', () => {
    const faces = [faceOf({ x: 100, looks, size: 100 }), faceOf({ x: 300, looks, size: 95 })];
    assert.deepEqual(findMainFace(faces), { kind: 'several', count: 2 });
  });

  it('prefers a face to a larger thing that hardly is one', () => {
    const face = faceOf({ x: 100, looks, size: 100 });
    const ball = faceOf({ x: 300, looks, size: 150, faceness: 0.1 });
    assert.deepEqual(findMainFace([ball, face]), { kind: 'found', face });
  });
});
