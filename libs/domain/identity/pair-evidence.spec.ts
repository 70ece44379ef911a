import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sortByLean, weighMeetings } from './pair-evidence.js';

const decides = (...leads: number[]): boolean => weighMeetings(leads).surplus >= 0;

describe('weighMeetings', () => {
  it('decides nothing without a meeting', () => assert.equal(decides(), false));

  it('wants a clear lead of a single meeting', () => {
    assert.equal(decides(0.015), false);
    assert.equal(decides(-0.025), true);
  });

  it('takes slight leads that are the same at every meeting', () => {
    assert.equal(decides(0.008, 0.01, 0.009, 0.011), true);
    assert.equal(weighMeetings([-0.008, -0.01, -0.009]).lead < 0, true);
  });

  it('takes no leads that go now this way, now that way', () => {
    assert.equal(decides(0.03, -0.02, 0.025, -0.01), false);
  });

  it('takes none that are too slight to mean anything', () => {
    assert.equal(decides(0.001, 0.001, 0.001, 0.001, 0.001), false);
  });
});

describe('sortByLean', () => {
  const leans = [0.05, 0.04, 0.01, 0.02, 0.06, 0.03];
  const lean = (track: number): number => leans[track]!;

  it('moves a track that leans as the other group does, and keeps what met or is in doubt', () => {
    // 0 and 1 met 2 and 3; 4 was grouped with 2 and 3 by its view; 5 lies between
    const sides = sortByLean(
      [
        [0, 1, 5],
        [2, 3, 4],
      ],
      [
        [0, 2],
        [1, 3],
      ],
      lean,
    );
    assert.deepEqual(sides, [
      [0, 1, 5, 4],
      [2, 3],
    ]);
  });
});
