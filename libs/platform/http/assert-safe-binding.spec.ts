import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import { assertSafeBinding } from './assert-safe-binding.js';

describe('assertSafeBinding', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
    it(`lets the server bind to ${host} without tokens`, () => assertSafeBinding(host, false));
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.evil.example', '']) {
    it(`refuses ${JSON.stringify(host)} without tokens and says why`, () =>
      assert.throws(
        () => assertSafeBinding(host, false),
        (error) =>
          error instanceof CastlineError &&
          error.code === 'SERVE.UNSAFE_BINDING' &&
          /CASTLINE_TOKENS/.test(error.message),
      ));
  }
  it('lets the server bind anywhere with tokens', () => assertSafeBinding('0.0.0.0', true));
});
