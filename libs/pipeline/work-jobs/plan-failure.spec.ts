import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError, EXIT_CODES, type ErrorKind } from '#domain/errors/castline-error.js';
import { planAfterLostWorker, planFailure } from './plan-failure.js';

const policy = { maxAttempts: 4, retryBaseMs: 100, retryMaxMs: 300 };
const errorOf = (kind: ErrorKind) => new CastlineError(kind, 'AREA.WHAT', 'what happened');

describe('planning what becomes of a failed job', () => {
  it('retries what may work later and gives up at once on the rest', () => {
    const kinds = Object.keys(EXIT_CODES) as ErrorKind[];
    const retried = kinds.filter((kind) => planFailure(errorOf(kind), 1, policy).action === 'retry');
    assert.deepEqual(retried.sort(), ['environment', 'internal', 'transient']);
    const permanent = planFailure(errorOf('bad-media'), 1, policy);
    assert.deepEqual(permanent, { action: 'fail', code: 'AREA.WHAT', message: 'what happened' });
  });

  it('takes an error of no known kind, or no error at all, for a bug', () => {
    assert.equal(planFailure(new TypeError('oops'), 1, policy).action, 'retry');
    assert.equal(planFailure('oops', 1, policy).action, 'retry');
  });

  it('waits twice as long each time, up to a limit', () => {
    const waits = [1, 2, 3].map((attempt) => {
      const plan = planFailure(errorOf('transient'), attempt, policy);
      return plan.action === 'retry' ? plan.afterMs : undefined;
    });
    assert.deepEqual(waits, [100, 200, 300]);
  });

  it('parks a job as poison after the last attempt, with the reason', () => {
    for (const plan of [planFailure(errorOf('transient'), 4, policy), planAfterLostWorker(4, policy)]) {
      assert.ok(plan.action === 'fail');
      assert.equal(plan.code, 'JOB.POISON');
      assert.match(plan.message, /4 attempts/);
    }
    const last = planFailure(errorOf('transient'), 9, policy);
    assert.ok(last.action === 'fail' && last.message.includes('AREA.WHAT: what happened'));
  });

  it('lets another worker go on at once where one was lost', () => {
    const plan = planAfterLostWorker(1, policy);
    assert.ok(plan.action === 'retry');
    assert.equal(plan.afterMs, 0);
  });
});
