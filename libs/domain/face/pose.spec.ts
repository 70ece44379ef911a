import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWholeDegrees } from './pose.js';

describe('inWholeDegrees', () => {
  it('rounds every angle, and never to minus nothing', () => {
    assert.deepEqual(inWholeDegrees({ yaw: -0.3, pitch: 12.5, roll: -41.6 }), {
      yaw: 0,
      pitch: 13,
      roll: -42,
    });
    assert.ok(Object.is(inWholeDegrees({ yaw: -0.3, pitch: 0, roll: 0 }).yaw, 0));
  });
});
