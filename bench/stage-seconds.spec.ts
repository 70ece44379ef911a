import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stageSeconds } from './stage-seconds.js';

it('measures each stage from its first line to the next stage, the last one to the end', () => {
  const line = (seconds: number, stage: string): { seconds: number; text: string } => ({
    seconds,
    text: JSON.stringify({ event: 'progress', stage, fraction: 0 }),
  });
  const lines = [
    line(1, 'scan'),
    line(3, 'scan'),
    { seconds: 4, text: '{"event":"warning"}' },
    line(9, 'identify'),
  ];
  assert.deepEqual(stageSeconds({ lines, wallSeconds: 10, peakBytes: 0, exitCode: 0 }), [
    { stage: 'start-up', seconds: 1 },
    { stage: 'scan', seconds: 8 },
    { stage: 'identify', seconds: 1 },
  ]);
});
