import 'reflect-metadata';
import { CastlineError, EXIT_CODES } from '#domain/errors/castline-error.js';

/** Starts an app of its own process; where that fails, says why in one line and ends with the kind's exit code. */
export async function runApp(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { line, exitCode } = describeFailure(error);
    process.stderr.write(`castline: ${line}\n`);
    process.exit(exitCode);
  }
}

function describeFailure(error: unknown): { line: string; exitCode: number } {
  if (error instanceof CastlineError)
    return { line: `${error.message} [${error.code}]`, exitCode: EXIT_CODES[error.kind] };
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const line = 'this port is taken; choose another with --port or CASTLINE_PORT [SERVE.PORT_TAKEN]';
    return { line, exitCode: EXIT_CODES.conflict };
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { line: `unexpected failure: ${trace}`, exitCode: 1 };
}
