#!/usr/bin/env node
// The command as installed: runs the compiled CLI and says what to do where it has not been built yet.
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('castline: not built yet. Run ./setup.sh in the checkout first.');
  process.exitCode = 1;
}
