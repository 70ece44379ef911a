import type { Config } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { CastlineError, EXIT_CODES } from '#domain/errors/castline-error.js';
import { openEmbedded, type Embedded } from '#platform/embedded/open-embedded.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { abortOnInterrupt } from './interrupt.js';
import { createOutput, type Output } from './output.js';

/** Options that every command knows. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly home?: string;
  readonly workers?: string;
  readonly analysisSide?: string;
  readonly samplesPerSecond?: string;
}

export interface CommandContext {
  readonly config: Config;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly system: Embedded;
}

/** Opens the system, runs the command, closes the system, and turns what happened into the exit code. */
export async function runCommand(
  options: GlobalOptions,
  command: (context: CommandContext) => Promise<void>,
  events: 'stdout' | 'stderr' = 'stdout',
): Promise<void> {
  const output = createOutput(options.json ?? false, events);
  let system: Embedded | undefined;
  try {
    const { home, workers, analysisSide, samplesPerSecond } = options;
    const config = loadConfigWithHome(
      process.env,
      { models: shippedModelsFolder() },
      { home, workers, analysisSide, samplesPerSecond },
    );
    const signal = abortOnInterrupt();
    system = await openEmbedded(config);
    await command({ config, output, signal, system });
  } catch (error) {
    output.fail(error);
    process.exitCode = EXIT_CODES[error instanceof CastlineError ? error.kind : 'internal'];
  } finally {
    output.done();
    await system?.close();
  }
}
