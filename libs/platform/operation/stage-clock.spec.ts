import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '#domain/episode/job.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { StageClock } from './stage-clock.js';

function jobAt(state: Job['state'], stage?: string): Job {
  const time = '2026-01-01T00:00:00Z';
  return {
    id: 'job',
    kind: 'episode.analyze',
    tenant: DEFAULT_TENANT,
    key: 'key',
    episodeId: 'episode',
    payload: {},
    state,
    attempts: 1,
    progress: stage === undefined ? null : { stage, fraction: 0 },
    failure: null,
    createdAt: time,
    updatedAt: time,
  };
}

function timed() {
  let now = 0;
  const stages: [string, number][] = [];
  const clock = new StageClock(
    (_, stage, seconds) => stages.push([stage, seconds]),
    () => now,
  );
  return {
    stages,
    observe: (atMs: number, job: Job) => {
      now = atMs;
      clock.observe(job);
    },
  };
}

describe('the clock of stages', () => {
  it('measures from the first report of a stage to that of the next, and to the end', () => {
    const { stages, observe } = timed();
    observe(0, jobAt('running'));
    observe(1000, jobAt('running', 'scan'));
    observe(2000, jobAt('running', 'scan'));
    observe(4000, jobAt('running', 'identify'));
    observe(4500, jobAt('done', 'identify'));
    assert.deepEqual(stages, [
      ['scan', 3],
      ['identify', 0.5],
    ]);
  });

  it('begins anew when the job goes back to the queue', () => {
    const { stages, observe } = timed();
    observe(0, jobAt('running', 'scan'));
    observe(1000, jobAt('queued', 'scan'));
    observe(9000, jobAt('running', 'scan'));
    observe(9500, jobAt('failed', 'scan'));
    assert.deepEqual(stages, [
      ['scan', 1],
      ['scan', 0.5],
    ]);
  });
});
