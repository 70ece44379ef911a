import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { makeFolder } from './make-folder.js';

describe('makeFolder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'castline-folders-'));
  after(() => rmSync(folder, { recursive: true }));

  it('makes the folders above it too, and leaves one that is there alone', async () => {
    for (const path of ['a/b/c', 'a/b/c', 'a', '.']) {
      await makeFolder(join(folder, path));
      assert.ok(statSync(join(folder, path)).isDirectory(), path);
    }
    await makeFolder('/');
  });

  it('makes one folder when asked twice at once', async () => {
    await Promise.all([makeFolder(join(folder, 'x/y/z')), makeFolder(join(folder, 'x/y/z'))]);
    assert.ok(statSync(join(folder, 'x/y/z')).isDirectory());
  });

  it('refuses where a file stands', async () => {
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(makeFolder(join(folder, 'file')), { code: 'EEXIST' });
    await assert.rejects(makeFolder(join(folder, 'file/below')), { code: 'ENOTDIR' });
  });

  it(
    'ends where a file system says that a new folder is not there',
    {
      skip: process.platform === 'linux' ? false : 'only Linux has /proc',
    },
    async () => {
      await assert.rejects(makeFolder('/proc/nowhere/below'), { code: 'ENOENT' });
    },
  );
});
