// Runs the tests of faults, one file at a time as each starts servers of its own, and prints what became of every fault.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'castline-faults-'));
const table = join(folder, 'table.jsonl');
const env = { ...process.env, CASTLINE_FAULT_TABLE: table, CASTLINE_TEST_CONCURRENCY: '1' };
const { status } = spawnSync(process.execPath, ['scripts/run-tests.mjs', 'dist/test/faults'], {
  env,
  stdio: 'inherit',
});
const rows = existsSync(table)
  ? readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Object.values(JSON.parse(line)).map(String))
  : [];
rmSync(folder, { recursive: true, force: true });

const lines = [['fault', 'tried', 'lost', 'duplicated', 'seconds to recover'], ...rows];
const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
const print = (line) =>
  console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
console.log('');
print(lines[0]);
print(widths.map((width) => '-'.repeat(width)));
for (const row of rows) print(row);
process.exit(status ?? 1);
