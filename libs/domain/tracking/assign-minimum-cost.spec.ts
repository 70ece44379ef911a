import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assignMinimumCost } from './assign-minimum-cost.js';

/** Least total by trying every way. */
function leastTotal(cost: Float64Array, rows: number, columns: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  const choices = Array.from({ length: columns }, (_, column) => column).filter(
    (column) => !(used & (1 << column)),
  );
  const totals = choices.map(
    (column) =>
      cost[row * columns + column]! + leastTotal(cost, rows, columns, row + 1, used | (1 << column)),
  );
  if (rows - row > choices.length) totals.push(leastTotal(cost, rows, columns, row + 1, used));
  return Math.min(...totals);
}

describe('assignMinimumCost', () => {
  it('assigns nothing where rows or columns are missing', () => {
    assert.deepEqual([...assignMinimumCost(new Float64Array(), 0, 0)], []);
    assert.deepEqual([...assignMinimumCost(new Float64Array(), 2, 0)], [-1, -1]);
    assert.deepEqual([...assignMinimumCost(new Float64Array(), 0, 3)], []);
  });

  it('refuses a matrix of another size', () => {
    assert.throws(() => assignMinimumCost(new Float64Array(3), 2, 2), RangeError);
  });

  it('gives up a good pair for a better total', () => {
    assert.deepEqual([...assignMinimumCost(Float64Array.of(1, 2, 2, 9), 2, 2)], [1, 0]);
  });

  it('finds the least total, each row and column used at most once', () => {
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.infiniteStream(fc.integer({ min: -20, max: 20 })),
        (rows, columns, values) => {
          const cost = Float64Array.from({ length: rows * columns }, () => values.next().value as number);
          const chosen = [...assignMinimumCost(cost, rows, columns)];
          const taken = chosen.filter((column) => column >= 0);
          assert.equal(new Set(taken).size, Math.min(rows, columns));
          const total = chosen.reduce(
            (sum, column, row) => sum + (column < 0 ? 0 : cost[row * columns + column]!),
            0,
          );
          assert.equal(total, leastTotal(cost, rows, columns));
        },
      ),
    );
  });
});
