import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError } from '../errors/castline-error.js';
import { type ListPlace, pageOf, placeAfter } from './page.js';

const createdAt = '2026-01-02T03:04:05.000Z';
const rows = [3, 2, 1].map((sequence): ListPlace => ({ createdAt, sequence }));
const pageOfRows = (found: readonly ListPlace[], limit: number) =>
  pageOf(
    found,
    { limit },
    (row) => row,
    ({ sequence }) => sequence,
  );

describe('a page of a list', () => {
  it('is empty and the last where nothing was found', () => {
    assert.deepEqual(pageOfRows([], 2), { items: [], next: null });
  });

  it('is the last where no more was found than it holds', () => {
    assert.deepEqual(pageOfRows(rows, 3), { items: [3, 2, 1], next: null });
  });

  it('says where it ended, and the next begins after that', () => {
    const { items, next } = pageOfRows(rows, 2);
    assert.deepEqual(items, [3, 2]);
    assert.deepEqual(placeAfter({ limit: 2, after: next ?? undefined }), rows[1]);
    assert.equal(placeAfter({ limit: 2 }), undefined);
  });

  it('begins after nothing that is not the end of a page', () => {
    for (const after of ['', '3', '3.', '.2026', 'x.2026', '3.{"$gt":""}', '-1.2026-01-01'])
      assert.throws(
        () => placeAfter({ limit: 1, after }),
        (error) => error instanceof CastlineError && error.code === 'PAGE.UNKNOWN',
        after,
      );
  });
});
