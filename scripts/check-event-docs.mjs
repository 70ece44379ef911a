// Fails where the committed event documents are not what the contracts say.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'castline-event-docs-'));
try {
  execFileSync(process.execPath, ['dist/src/publisher/write-event-docs.js', folder]);
  execFileSync('diff', ['-r', 'docs/events', folder], { stdio: 'inherit' });
} catch {
  console.error('docs/events is not what the code says: npm run asyncapi');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
