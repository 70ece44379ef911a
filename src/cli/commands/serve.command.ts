import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { GlobalOptions } from '../run-command.js';

interface ServeOptions extends GlobalOptions {
  readonly host?: string;
  readonly port?: string;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('run the server: upload, REST, live progress, a page')
    .description(
      'Runs every role of Castline in one process. Binds to 127.0.0.1 unless callers must show a token: CASTLINE_TOKENS, or CASTLINE_REQUIRE_TOKEN=true and `castline tokens add`. API documentation at /docs.',
    )
    .option('--host <address>', 'address to bind to (default: 127.0.0.1)')
    .option('--port <port>', 'port to bind to, 0 for a free one (default: 7840)')
    .action((_options, self: Command) => serve(self.optsWithGlobals<ServeOptions>()));
}

/** The server is an app of its own; this command is only its doorway, so it runs it as its child and shares its fate. */
async function serve({
  host,
  port,
  home,
  workers,
  analysisSide,
  samplesPerSecond,
}: ServeOptions): Promise<void> {
  const main = fileURLToPath(new URL('../../standalone/main.js', import.meta.url));
  const given: Record<string, string | undefined> = {
    CASTLINE_HOST: host,
    CASTLINE_PORT: port,
    CASTLINE_HOME: home,
    CASTLINE_WORKERS: workers,
    CASTLINE_ANALYSIS_SIDE: analysisSide,
    CASTLINE_SAMPLES_PER_SECOND: samplesPerSecond,
  };
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}
