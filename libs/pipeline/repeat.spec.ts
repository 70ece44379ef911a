import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { repeat } from './repeat.js';

const quick = { pauseMs: 1, longestPauseMs: 2, onError: () => undefined };

describe('repeating a step', () => {
  it('goes on after a failure, which it tells', async () => {
    const errors: unknown[] = [];
    let steps = 0;
    await new Promise<void>((resolve) => {
      const stop = repeat(
        async () => {
          steps += 1;
          if (steps === 1) throw new Error('once');
          if (steps === 3) resolve();
          return false;
        },
        { ...quick, onError: (error) => errors.push(error) },
      );
      void Promise.resolve().then(async () => {
        while (steps < 3) await new Promise(setImmediate);
        await stop();
      });
    });
    assert.equal(errors.length, 1);
  });

  it('waits for the step under way when it is stopped, and takes no further one', async () => {
    let [begun, ended] = [0, 0];
    let finish: () => void = () => undefined;
    const step = async (): Promise<boolean> => {
      begun += 1;
      await new Promise<void>((resolve) => (finish = resolve));
      ended += 1;
      return true;
    };
    const stopped = repeat(step, quick)();
    finish();
    await stopped;
    assert.deepEqual([begun, ended], [1, 1]);
  });
});
