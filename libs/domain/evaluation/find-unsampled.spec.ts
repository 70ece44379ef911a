import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findUnsampled } from './find-unsampled.js';

const REACH = 0.125;
const unsampled = (sampledAt: readonly number[]): number[] => [
  ...findUnsampled([{ second: 7, at: 7, shot: [6.9, 9] }], sampledAt, REACH),
];

describe('findUnsampled', () => {
  it('finds every second where nobody looked', () => assert.deepEqual(unsampled([]), [7]));

  const table: [string, number[], number[]][] = [
    ['a look at the frame itself', [7], []],
    ['a look as far away as a track reaches', [7.125], []],
    ['looks before and after, both too far', [6.5, 7.5], [7]],
    ['a near look in the shot before', [6.89], [7]],
    ['a near look at the first frame of the shot', [6.9], []],
  ];
  for (const [title, sampledAt, expected] of table)
    it(`judges ${title}`, () => assert.deepEqual(unsampled(sampledAt), expected));
});
