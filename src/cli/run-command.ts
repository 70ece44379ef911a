import { pino } from 'pino';
import type { Config } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { CastlineError, EXIT_CODES } from '#domain/errors/castline-error.js';
import { openEmbedded, type Embedded } from '#platform/embedded/open-embedded.js';
import { openSystem } from '#platform/open-system.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import type { System } from '#platform/system.js';
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

export interface CommandContext<S extends System = Embedded> {
  readonly config: Config;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly system: S;
}

type Command<S extends System> = (context: CommandContext<S>) => Promise<void>;

/** Opens the system on this machine, runs the command, closes the system, and turns what happened into the exit code. */
export function runCommand(
  options: GlobalOptions,
  command: Command<Embedded>,
  events: 'stdout' | 'stderr' = 'stdout',
): Promise<void> {
  return run(options, openEmbedded, command, events);
}

/** The same on the system that is configured, which may be a cluster's. */
export function runOnConfigured(options: GlobalOptions, command: Command<System>): Promise<void> {
  const open = (config: Config) =>
    openSystem(config, pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true })));
  return run(options, open, command, 'stdout');
}

async function run<S extends System>(
  options: GlobalOptions,
  open: (config: Config) => Promise<S>,
  command: Command<S>,
  events: 'stdout' | 'stderr',
): Promise<void> {
  const output = createOutput(options.json ?? false, events);
  let system: S | undefined;
  try {
    const { home, workers, analysisSide, samplesPerSecond } = options;
    const config = loadConfigWithHome(
      process.env,
      { models: shippedModelsFolder() },
      { home, workers, analysisSide, samplesPerSecond },
    );
    const signal = abortOnInterrupt();
    system = await open(config);
    await command({ config, output, signal, system });
  } catch (error) {
    output.fail(error);
    process.exitCode = EXIT_CODES[error instanceof CastlineError ? error.kind : 'internal'];
  } finally {
    output.done();
    await system?.close();
  }
}
