import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import { translateFileError } from './translate-file-error.js';

const failing = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

describe('translating errors of the file system', () => {
  it('says by its code what a person can do about it', () => {
    const table = [
      ['ENOSPC', 'environment', 'DISK.FULL'],
      ['EDQUOT', 'environment', 'DISK.FULL'],
      ['EACCES', 'environment', 'STORE.NOT_WRITABLE'],
      ['EROFS', 'environment', 'STORE.NOT_WRITABLE'],
      ['EMFILE', 'transient', 'STORE.BUSY'],
      ['EIO', 'environment', 'STORE.IO_ERROR'],
    ] as const;
    for (const [errno, kind, code] of table) {
      const translated = translateFileError(failing(errno), '/store/x');
      assert.ok(translated instanceof CastlineError, errno);
      assert.deepEqual([translated.kind, translated.code], [kind, code], errno);
      assert.match(translated.message, /\/store\/x/);
    }
  });

  it('leaves other errors as they are', () => {
    for (const error of [new TypeError('a bug'), failing('ERR_INVALID_ARG_TYPE'), 'text', undefined]) {
      assert.equal(translateFileError(error, '/store/x'), error);
    }
    const own = new CastlineError('conflict', 'A.B', 'c');
    assert.equal(translateFileError(own, '/store/x'), own);
  });
});
