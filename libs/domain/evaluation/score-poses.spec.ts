import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pose } from '../face/pose.js';
import { scorePoses } from './score-poses.js';

const pose = (yaw: number, pitch = 0, roll = 0): Pose => ({ yaw, pitch, roll });

describe('scorePoses', () => {
  it('says nothing of nothing', () => {
    assert.deepEqual(scorePoses([]), { items: 0, unanswered: 0, angles: null, meanError: null });
  });

  it('takes absolute errors, angle by angle', () => {
    const { angles, meanError } = scorePoses([
      { truth: pose(10, 5), said: pose(-10, 5, 3) },
      { truth: pose(0, 0), said: pose(4, -6, -3) },
      { truth: pose(30, 0), said: pose(36, 6, 3) },
    ]);
    assert.deepEqual(angles!.yaw, { mean: 10, median: 6, within15: 2 / 3 });
    assert.deepEqual(angles!.pitch, { mean: 4, median: 6, within15: 1 });
    assert.deepEqual(angles!.roll, { mean: 3, median: 3, within15: 1 });
    assert.equal(meanError, 17 / 3);
  });

  it('goes the short way round', () => {
    assert.equal(scorePoses([{ truth: pose(0, 0, 175), said: pose(0, 0, -175) }]).angles!.roll.mean, 10);
  });

  it('counts what was not answered apart', () => {
    const score = scorePoses([
      { truth: pose(0), said: null },
      { truth: pose(8), said: pose(0) },
    ]);
    assert.deepEqual([score.items, score.unanswered, score.angles!.yaw.mean], [2, 1, 8]);
    assert.equal(scorePoses([{ truth: pose(0), said: null }]).angles, null);
  });
});
