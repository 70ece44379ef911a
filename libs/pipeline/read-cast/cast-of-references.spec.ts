import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';
import { castOf, embedderOf } from './cast-of-references.js';

const model = (recipe: string) => ({ id: 'embed', version: '1', sha256: '0', recipe });
const models = (recipe: string): RecognizerModels => ({
  detector: model('d'),
  embedder: model(recipe),
  thresholds: { same: 0.5, margin: 0.1, face: 0.5 },
});
const reference = (character: string, ...embedding: number[]) => ({
  character,
  form: null,
  embedding: Float32Array.from(embedding),
  quality: 1,
  source: 'upload',
});
const cast = {
  id: 'cast_1',
  name: 'Garden',
  embedder: embedderOf(models('a')),
  references: [reference('Ruby', 1, 0), reference('Basil', 0, 1)],
};

describe('A stored cast', () => {
  it('has one digest whatever the order of its references', () => {
    const turned = { ...cast, references: cast.references.toReversed() };
    assert.equal(castOf(cast, models('a')).digest, castOf(turned, models('a')).digest);
    assert.notEqual(
      castOf(cast, models('a')).digest,
      castOf({ ...cast, references: cast.references.slice(1) }, models('a')).digest,
    );
  });

  it('is refused under another embedder, or the same one fed in another way', () => {
    assert.throws(() => castOf(cast, models('b')), { kind: 'conflict', code: 'CAST.OTHER_EMBEDDER' });
  });

  it('fits any embedder while it has no pictures', () => {
    assert.deepEqual(castOf({ ...cast, references: [] }, models('b')).gallery.references, []);
  });
});
