import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bootstrapInterval } from './bootstrap.js';

const mean = (sample: readonly number[]): number =>
  sample.reduce((sum, value) => sum + value, 0) / sample.length;

describe('bootstrapInterval', () => {
  it('says nothing of no unit or of one', () => {
    assert.equal(bootstrapInterval([], mean), null);
    assert.equal(bootstrapInterval([1], mean), null);
  });

  it('has no width where all units are alike', () => {
    assert.deepEqual(bootstrapInterval([0.5, 0.5, 0.5], mean), { low: 0.5, high: 0.5 });
  });

  it('is about two standard errors to either side of a mean', () => {
    const coins = Array.from({ length: 400 }, (_, i) => i % 2);
    const { low, high } = bootstrapInterval(coins, mean)!;
    const error = 0.5 / Math.sqrt(400);
    assert.ok(Math.abs(low - (0.5 - 1.96 * error)) < 0.01, `${low}`);
    assert.ok(Math.abs(high - (0.5 + 1.96 * error)) < 0.01, `${high}`);
  });

  it('gives the same interval every time', () => {
    assert.deepEqual(bootstrapInterval([1, 2, 5], mean), bootstrapInterval([1, 2, 5], mean));
  });

  it('leaves out samples that have no value', () => {
    const onlyOnes = (sample: readonly number[]): number | null => (sample.includes(0) ? null : mean(sample));
    assert.deepEqual(bootstrapInterval([0, 1], onlyOnes), { low: 1, high: 1 });
    assert.equal(bootstrapInterval([0, 0], onlyOnes), null);
  });
});
