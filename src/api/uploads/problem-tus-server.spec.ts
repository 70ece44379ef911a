import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tusAnswerTo } from './problem-tus-server.js';

describe('tusAnswerTo', () => {
  it('says of a full disk that it is one, and nothing of where', () => {
    const error = Object.assign(new Error('ENOSPC: no space left on device, write /home/x'), {
      code: 'ENOSPC',
    });
    const answer = tusAnswerTo(error);
    assert.equal(answer?.status_code, 507);
    assert.match(answer.body, /"code":"DISK\.FULL"/);
    assert.doesNotMatch(answer.body, /\/home/);
  });

  it('says nothing of the inside of what was not foreseen', () => {
    const answer = tusAnswerTo(new Error('the inside'));
    assert.equal(answer?.status_code, 500);
    assert.doesNotMatch(answer.body, /the inside/);
  });

  it('leaves refusals as they are', () => {
    assert.equal(tusAnswerTo({ status_code: 409, body: 'Conflict' }), undefined);
  });
});
