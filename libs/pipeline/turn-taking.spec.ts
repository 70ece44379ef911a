import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { TurnTaking } from './turn-taking.js';

describe('TurnTaking', () => {
  it('serves two who ask for many things in turn, one at a time', async () => {
    const turns = new TurnTaking();
    const served: string[] = [];
    let running = 0;
    const ask = async (name: string, times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        await turns.run(async () => {
          assert.equal(++running, 1);
          await setImmediate();
          served.push(name);
          running--;
        });
      }
    };
    await Promise.all([ask('many', 6), ask('few', 2)]);
    assert.equal(served.join(' '), 'many few many few many many many many');
  });

  it('goes on after a failure', async () => {
    const turns = new TurnTaking();
    const failing = turns.run(() => Promise.reject(new Error('no')));
    const next = turns.run(() => Promise.resolve('yes'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'yes');
  });

  it('lets those go who are told to stop while they wait, and never starts their work', async () => {
    const turns = new TurnTaking();
    const stop = new AbortController();
    let finish: () => void = () => undefined;
    const first = turns.run(() => new Promise<void>((resolve) => (finish = resolve)));
    let hasRun = false;
    const second = turns.run(() => Promise.resolve((hasRun = true)), stop.signal);
    const third = turns.run(() => Promise.resolve('third'));
    stop.abort();
    await assert.rejects(second, { code: 'RUN.CANCELLED' });
    finish();
    await first;
    assert.equal(await third, 'third');
    assert.equal(hasRun, false);
    await assert.rejects(
      turns.run(() => Promise.resolve(), stop.signal),
      { code: 'RUN.CANCELLED' },
    );
  });
});
