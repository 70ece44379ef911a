import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediumOf } from './medium.js';

describe('mediumOf', () => {
  it('takes a face for photographed from the bar on', () => {
    assert.equal(mediumOf({ photographed: 0.85 }, { photographed: 0.85 }), 'photographed');
    assert.equal(mediumOf({ photographed: 0.84 }, { photographed: 0.85 }), 'drawn');
  });

  it('tells nothing where the model does not', () => {
    assert.equal(mediumOf({}, { photographed: 0.85 }), null);
    assert.equal(mediumOf({ photographed: 0.9 }, {}), null);
  });
});
