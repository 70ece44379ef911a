import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Gallery } from '#domain/identity/gallery.js';
import { ColourRecognizer, pictureOfBlobs } from '../../../test/factories/colour-recognizer.js';
import { MemoryPictureCodec } from '../../../test/factories/memory-picture-codec.js';
import { ExaminePictures } from './examine-pictures.js';

const red = { x: 10, y: 20, size: 8, colour: [255, 0, 0] } as const;
const blue = { x: 40, y: 20, size: 16, colour: [0, 0, 255] } as const;
const gallery: Gallery = {
  references: [
    { character: 'Ruby', form: 'usual', embedding: Float32Array.of(1, 0, 0), quality: 1, source: 'r' },
  ],
};
const pictures = new Map([
  ['both.png', pictureOfBlobs(100, 60, red, blue)],
  ['nobody.png', pictureOfBlobs(100, 60)],
  ['crash.png', { ...pictureOfBlobs(4, 4), data: new Uint8Array(48) }],
]);
const sut = new ExaminePictures(new MemoryPictureCodec(pictures), new ColourRecognizer());

describe('ExaminePictures', () => {
  it('answers nothing for no pictures', async () => {
    assert.deepEqual(await sut.run({ paths: [] }), { faces: {}, failures: [] });
  });

  it('tells box, score, name, likeness and expression of every face', async () => {
    const { faces } = await sut.run({ paths: ['both.png', 'nobody.png'], gallery });
    assert.deepEqual(faces, {
      'both.png': [
        {
          box: [10, 20, 18, 28],
          score: 0.9,
          name: 'Ruby',
          similarity: 1,
          expression: 'happy',
          pose: null,
          medium: null,
        },
        {
          box: [40, 20, 56, 36],
          score: 0.9,
          name: null,
          similarity: null,
          expression: 'happy',
          pose: null,
          medium: null,
        },
      ],
      'nobody.png': [],
    });
  });

  it('gives no name to what is no face', async () => {
    const limits = { face: 0.95 };
    const { faces } = await sut.run({ paths: ['both.png'], gallery, limits });
    assert.deepEqual(
      faces['both.png']?.map(({ name }) => name),
      [null, null],
    );
  });

  it('names nobody without a cast', async () => {
    const { faces } = await sut.run({ paths: ['both.png'] });
    assert.deepEqual(
      faces['both.png']?.map(({ name }) => name),
      [null, null],
    );
  });

  it('goes on after pictures that are broken or crash the recogniser, and names them', async () => {
    const { faces, failures } = await sut.run({ paths: ['broken.png', 'crash.png', 'both.png'] });
    assert.deepEqual(Object.keys(faces), ['both.png']);
    assert.deepEqual(
      failures.map(({ path, error }) => [path, error.code]),
      [
        ['broken.png', 'PICTURE.UNREADABLE'],
        ['crash.png', 'INFERENCE.WORKER_CRASHED'],
      ],
    );
  });

  it('stops when asked to', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(sut.run({ paths: ['both.png'] }, signal), { code: 'RUN.CANCELLED' });
  });
});
