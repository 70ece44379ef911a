import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreOpenSet } from './score-open-set.js';

const at = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};
const face = (label: string, degrees: number) => ({ label, embedding: at(degrees) });
const gallery = [face('a', 0), face('b', 90)];

describe('scoreOpenSet', () => {
  it('has no rate without mated probes', () => {
    const [rate] = scoreOpenSet({ gallery, mated: [], nonMated: [] }, [0.01]);
    assert.deepEqual(rate, { fpir: 0.01, threshold: -Infinity, dir: null, interval: null });
  });

  it('accepts only what lies above the strangers', () => {
    // strangers at 20 (cos 20 to a) and 180 (cos 90 to b); a's probes at 10, 30 and 70 (nearer to b)
    const mated = [face('a', 10), face('a', 30), face('a', 70)];
    const nonMated = [at(20), at(180)];
    const [none, half, all] = scoreOpenSet({ gallery, mated, nonMated }, [0, 0.5, 1]);
    assert.ok(Math.abs(none!.threshold - Math.cos(Math.PI / 9)) < 1e-6);
    assert.equal(none!.dir, 1 / 3);
    assert.equal(half!.dir, 2 / 3);
    assert.equal(all!.threshold, -Infinity);
    assert.equal(all!.dir, 2 / 3);
  });

  it('draws identities, not probes, for the interval', () => {
    // a: 1 of 2 named; b: 2 of 2. A quarter of the samples has a alone, a quarter b alone
    const mated = [face('a', 10), face('a', 80), face('b', 80), face('b', 95)];
    const [rate] = scoreOpenSet({ gallery, mated, nonMated: [] }, [0]);
    assert.equal(rate!.dir, 3 / 4);
    assert.deepEqual(rate!.interval, { low: 1 / 2, high: 1 });
    const [alone] = scoreOpenSet({ gallery, mated: mated.slice(0, 2), nonMated: [] }, [0]);
    assert.deepEqual([alone!.dir, alone!.interval], [1 / 2, null]);
  });

  it('allows one alarm in a hundred at 1 %', () => {
    const nonMated = Array.from({ length: 100 }, (_, i) => at(180 + i / 10));
    nonMated[7] = at(1);
    const [rate] = scoreOpenSet({ gallery, mated: [face('a', 2)], nonMated }, [0.01]);
    assert.equal(rate!.dir, 1);
    assert.equal(scoreOpenSet({ gallery, mated: [face('a', 2)], nonMated }, [0.009])[0]!.dir, 0);
  });

  it('names nobody between two that are equally like', () => {
    const twins = [face('a', 0), face('b', 0)];
    assert.equal(scoreOpenSet({ gallery: twins, mated: [face('a', 5)], nonMated: [] }, [0.01])[0]!.dir, 0);
  });
});
