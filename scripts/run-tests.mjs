// Runs every compiled *.spec.js below the given folders with Node's own test runner; exits 1 on a failure.
// (Node 20 has no globs for `node --test`.)
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const folders = process.argv.slice(2).filter((folder) => existsSync(folder));
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.spec.js'))
    .map((name) => join(folder, name)),
);
if (files.length === 0) {
  console.error(`no tests below ${process.argv.slice(2).join(', ')}: was the project built?`);
  process.exit(1);
}
const concurrency = Number(process.env.CASTLINE_TEST_CONCURRENCY ?? 2);
run({ files: files.sort(), concurrency, timeout: 600_000 })
  .on('test:fail', (event) => {
    if (!event.todo) process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
