import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countFilmTrials, countTrials } from './count-trials.js';
import { scoreRanks, withEqualPhotos } from './score-ranks.js';

/** A direction in the plane, in degrees: the cosine of two is that of their difference. */
const at = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};
const identity = (label: string, ...degrees: number[]) => ({ label, embeddings: degrees.map(at) });

describe('countTrials', () => {
  it('tries nothing with one photograph', () => {
    assert.deepEqual(countTrials(identity('a', 0), [at(90)]), {
      label: 'a',
      photos: 1,
      trials: 0,
      hits: 0,
      reciprocalRanks: 0,
    });
  });

  it('tries every ordered pair against the distractors alone', () => {
    // photographs at 0, 10 and 50 degrees, a distractor at 30: 0->10 and 10->0 hit; 0->50, 10->50 miss (second);
    // 50->0 and 50->10 miss (second)
    const counted = countTrials(identity('a', 0, 10, 50), [at(30)]);
    assert.deepEqual(counted, { label: 'a', photos: 3, trials: 6, hits: 2, reciprocalRanks: 2 + 4 / 2 });
  });

  it('counts a tie with a distractor as a miss', () => {
    const { hits, reciprocalRanks } = countTrials(identity('a', 0, 10), [at(10)]);
    // 0->10 ties; 10->0: the distractor is the probe's own likeness
    assert.deepEqual({ hits, reciprocalRanks }, { hits: 0, reciprocalRanks: 1 });
  });

  it('gives the true match the rank behind all that are as like', () => {
    const { reciprocalRanks } = countTrials(identity('a', 0, 40), [at(10), at(20), at(60)], [[0, 1]]);
    assert.equal(reciprocalRanks, 1 / 3);
  });

  it('tries listed pairs only when there are some', () => {
    const { trials, hits } = countTrials(
      identity('a', 0, 10, 50),
      [at(30)],
      [
        [0, 1],
        [2, 0],
      ],
    );
    assert.deepEqual({ trials, hits }, { trials: 2, hits: 1 });
  });

  it('hits always without distractors', () => {
    assert.equal(countTrials(identity('a', 0, 180), []).hits, 2);
  });
});

describe('countFilmTrials', () => {
  it('takes the faces of all others for distractors', () => {
    const faces = [0, 10, 100, 115, 18].map((degrees, i) => ({ label: 'aabbc'[i]!, embedding: at(degrees) }));
    const [a, b, c] = countFilmTrials(faces);
    // a: 0->10 hits (c is at 18), 10->0 misses, c being nearer. b: both hit. c: one face, no trial.
    assert.deepEqual([a!.hits, a!.trials], [1, 2]);
    assert.deepEqual([b!.hits, b!.trials], [2, 2]);
    assert.equal(c!.trials, 0);
  });
});

describe('scoreRanks', () => {
  const trialsOf = (label: string, photos: number, hits: number) => {
    const trials = photos * (photos - 1);
    return { label, photos, trials, hits, reciprocalRanks: hits + (trials - hits) / 2 };
  };

  it('has no score for nothing', () => {
    const { micro, macro, mrr, interval } = scoreRanks([]);
    assert.deepEqual(
      { micro, macro, mrr, interval },
      { micro: null, macro: null, mrr: null, interval: null },
    );
  });

  it('weighs trials alike in micro, identities alike in macro', () => {
    const score = scoreRanks([trialsOf('a', 3, 6), trialsOf('b', 2, 0), trialsOf('c', 1, 0)]);
    assert.equal(score.identities, 2);
    assert.equal(score.photos, 5);
    assert.equal(score.micro, 6 / 8);
    assert.equal(score.macro, 1 / 2);
    assert.equal(score.mrr, (6 + 1) / 8);
    assert.deepEqual(score.interval, { low: 0, high: 1 });
  });

  it('is the sum of hits over N M (M - 1) for M photographs of each of N', () => {
    const [n, m] = [4, 3];
    const score = scoreRanks(Array.from({ length: n }, (_, i) => trialsOf(`${i}`, m, i)));
    assert.equal(score.trials, n * m * (m - 1));
    assert.equal(score.micro, (0 + 1 + 2 + 3) / (n * m * (m - 1)));
  });

  it('evens out the number of photographs by leaving out', () => {
    const even = withEqualPhotos([identity('a', 0, 1, 2), identity('b', 3), identity('c', 4, 5)], 2);
    assert.deepEqual(
      even.map(({ label, embeddings }) => [label, embeddings.length]),
      [
        ['a', 2],
        ['c', 2],
      ],
    );
  });
});
