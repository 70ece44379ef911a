import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerRange, type RangeAnswer } from './byte-range.js';

const part = (start: number, end: number): RangeAnswer => ({ kind: 'part', start, end });
const cases: [string | undefined, RangeAnswer][] = [
  [undefined, { kind: 'whole' }],
  ['bytes=0-', part(0, 100)],
  ['bytes=0-0', part(0, 1)],
  ['bytes=10-19', part(10, 20)],
  ['bytes=90-200', part(90, 100)],
  ['bytes=-10', part(90, 100)],
  ['bytes=-1000', part(0, 100)],
  ['bytes=100-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=5-4', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['items=0-1', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=a-b', { kind: 'whole' }],
];
describe('answerRange for 100 bytes', () => {
  for (const [header, answer] of cases)
    it(`answers ${header} with ${JSON.stringify(answer)}`, () =>
      assert.deepEqual(answerRange(header, 100), answer));
});
