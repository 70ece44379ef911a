import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StaleLeaseWatch } from './stale-lease-watch.js';

function makeWatch() {
  let now = 1000;
  const watch = new StaleLeaseWatch({ leaseMs: 1000, longestStepMs: 300 }, () => now);
  return {
    lookAfter: (ms: number, ...leases: { id: string; token: number; beat: number }[]): string[] => {
      now += ms;
      return watch.look(leases).map(({ id }) => id);
    },
  };
}

const lease = { id: 'job', token: 1, beat: 5 };

describe('the watch over stale leases', () => {
  it('finds nothing among no leases', () => {
    assert.deepEqual(makeWatch().lookAfter(5000), []);
  });

  it('calls a lease stale once it was seen unchanged for the whole lease', () => {
    const { lookAfter } = makeWatch();
    assert.deepEqual(lookAfter(0, lease), []);
    for (let look = 0; look < 4; look += 1) assert.deepEqual(lookAfter(200, lease), []);
    assert.deepEqual(lookAfter(200, lease), ['job']);
  });

  it('begins anew with every beat and every claim', () => {
    const { lookAfter } = makeWatch();
    lookAfter(0, lease);
    for (let look = 0; look < 20; look += 1) assert.deepEqual(lookAfter(250, { ...lease, beat: look }), []);
    for (let look = 0; look < 20; look += 1) assert.deepEqual(lookAfter(250, { ...lease, token: look }), []);
  });

  it('does not count time in which it did not look', () => {
    const { lookAfter } = makeWatch();
    lookAfter(0, lease);
    assert.deepEqual(lookAfter(60_000, lease), []);
    assert.deepEqual(lookAfter(60_000, lease), []);
    assert.deepEqual(lookAfter(300, lease), []);
    assert.deepEqual(lookAfter(300, lease), ['job']);
  });

  it('forgets a lease that was gone for a while', () => {
    const { lookAfter } = makeWatch();
    for (let look = 0; look < 4; look += 1) lookAfter(250, lease);
    lookAfter(250);
    assert.deepEqual(lookAfter(250, lease), []);
  });
});
