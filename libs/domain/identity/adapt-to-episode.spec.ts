import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../evaluation/seeded-random.js';
import { gaussian, unit } from '../../../test/factories/faces.js';
import { trackOf } from '../../../test/factories/tracks.js';
import { similarityOf } from '../tracking/embedding.js';
import type { Track } from '../tracking/track.js';
import { adaptToEpisode } from './adapt-to-episode.js';
import { whitenWithin } from './whitening.js';

const THRESHOLDS = { same: 0.6, margin: 0.06, face: 0.5 };

describe('whitenWithin', () => {
  it('has nothing to go by without a spread', () => {
    assert.equal(whitenWithin([], 0.5), undefined);
    assert.equal(whitenWithin([[Float32Array.of(1, 0)]], 0.5), undefined);
  });

  it('scales each direction by the inverse of its spread, worked out by hand', () => {
    // about the mean (1, 0): (±3, 0), (0, ±1); S = diag(4.5, 0.5), unshrunk: y = (x / sqrt 4.5, x / sqrt 0.5)
    const group = [
      [4, 0],
      [-2, 0],
      [1, 1],
      [1, -1],
    ].map((pair) => Float32Array.from(pair));
    const [x, y] = whitenWithin([group], 0)!(Float32Array.of(3, 1));
    assert.ok(Math.abs(x! / y! - 3 / Math.sqrt(9)) < 1e-6);
    assert.ok(Math.abs(Math.hypot(x!, y!) - 1) < 1e-6);
  });

  it('changes nothing but length when it is not believed at all', () => {
    const transform = whitenWithin([[Float32Array.of(1, 0), Float32Array.of(0, 1)]], 1)!;
    const [x, y] = transform(Float32Array.of(3, 4));
    assert.ok(Math.abs(x! - 0.6) < 1e-6 && Math.abs(y! - 0.8) < 1e-6);
  });
});

/**
 * Two characters side by side in every shot. They differ in the first eight numbers; of the others the last eight vary
 * with `pose`, strongly, inside every track.
 */
function episode(pose: number): Track[] {
  const random = seededRandom(5);
  const looks = [1, -1].map((sign) =>
    Float32Array.from({ length: 16 }, (_, i) => (i < 8 ? sign * 0.2 : 0.5)),
  );
  return Array.from({ length: 40 }, (_, i) => {
    const exemplars = Array.from({ length: 6 }, () =>
      unit(looks[i % 2]!.map((value, k) => value + gaussian(random) * (k < 8 ? 0.15 : pose))),
    );
    const shotIndex = Math.floor(i / 2);
    return trackOf({
      id: `${i}`,
      start: shotIndex * 24,
      end: shotIndex * 24 + 24,
      exemplars,
      x: 200 + 400 * (i % 2),
      shotIndex,
    });
  });
}

describe('adaptToEpisode', () => {
  it('keeps everything of an episode that gives no evidence', () => {
    const given = { tracks: [], gallery: { references: [] }, thresholds: THRESHOLDS };
    const adapted = adaptToEpisode(given);
    assert.deepEqual([adapted.isAccepted, adapted.tried], [false, 0]);
    assert.equal(adapted.thresholds, THRESHOLDS);
  });

  it('keeps embeddings that tell the characters apart already', () => {
    const tracks = episode(0.01);
    const adapted = adaptToEpisode({ tracks, gallery: { references: [] }, thresholds: THRESHOLDS });
    assert.deepEqual([adapted.isAccepted, adapted.hitsBefore], [false, adapted.tried]);
    assert.equal(adapted.tracks, tracks);
  });

  it('shrinks what varies inside tracks, and moves the threshold along', () => {
    const tracks = episode(0.6);
    const reference = {
      character: 'Alice',
      form: null,
      quality: 1,
      source: 'a',
      embedding: tracks[0]!.template,
    };
    const adapted = adaptToEpisode({ tracks, gallery: { references: [reference] }, thresholds: THRESHOLDS });
    assert.ok(
      adapted.isAccepted,
      `${adapted.hitsBefore} of ${adapted.tried} before, ${adapted.hitsAfter} after`,
    );
    assert.ok(adapted.hitsAfter > adapted.hitsBefore);
    const separation = (all: readonly Track[]): number =>
      similarityOf(all[0]!.template, all[2]!.template) - similarityOf(all[0]!.template, all[3]!.template);
    assert.ok(separation(adapted.tracks) > separation(tracks));
    assert.notEqual(adapted.thresholds.same, THRESHOLDS.same);
    assert.equal(adapted.thresholds.face, THRESHOLDS.face);
    const again = adapted.gallery.references[0]!.embedding;
    assert.ok(Math.abs(similarityOf(again, adapted.tracks[0]!.template) - 1) < 1e-5);
  });
});
