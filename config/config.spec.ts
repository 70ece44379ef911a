import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import { loadConfig } from './config.js';

describe('loadConfig', () => {
  it('has a default for everything but the models folder', () => {
    const config = loadConfig({}, { models: '/m' });
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.models, '/m');
    assert.deepEqual(config.tokens, []);
  });

  it('takes environment variables, and command-line options over them', () => {
    const config = loadConfig(
      { CASTLINE_ANALYSIS_SIDE: '960', CASTLINE_PORT: '1' },
      { models: '/m' },
      { port: 2 },
    );
    assert.equal(config.analysisSide, 960);
    assert.equal(config.port, 2);
  });

  it('names every faulty setting at once', () => {
    const env = { CASTLINE_PORT: 'x', CASTLINE_WORKERS: '0', CASTLINE_TOKENS: 'short' };
    assert.throws(
      () => loadConfig(env, { models: '/m' }),
      (error) =>
        error instanceof CastlineError &&
        error.code === 'CONFIG.INVALID' &&
        ['CASTLINE_PORT', 'CASTLINE_WORKERS', 'CASTLINE_TOKENS'].every((name) =>
          error.message.includes(name),
        ),
    );
  });
});
