import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReadinessProbe } from './readiness-probe.js';

describe('the readiness probe', () => {
  it('is ready when everything answers', async () => {
    const probe = new ReadinessProbe({ catalogue: async () => undefined });
    assert.deepEqual(await probe.check(), { ready: true, checks: { catalogue: 'ok', draining: 'ok' } });
  });

  it('says what does not work, and goes on asking the rest', async () => {
    const probe = new ReadinessProbe({
      catalogue: () => Promise.reject(new Error('connection refused')),
      models: async () => undefined,
    });
    const { ready, checks } = await probe.check();
    assert.equal(ready, false);
    assert.deepEqual(checks, { catalogue: 'connection refused', models: 'ok', draining: 'ok' });
  });

  it('does not wait for what hangs', async () => {
    const probe = new ReadinessProbe({ signal: () => new Promise(() => undefined) });
    assert.match((await probe.check()).checks['signal'] ?? '', /no answer/);
  });

  it('is not ready any more once the process shuts down', async () => {
    const probe = new ReadinessProbe({});
    probe.onModuleDestroy();
    assert.equal((await probe.check()).ready, false);
  });
});
