import type { Command } from 'commander';
import { homeSettingsPath, readHomeSettings } from '#config/home-settings.js';
import type { Config } from '#config/config.js';
import { writeWhole } from '#pipeline/write-output/write-whole.js';
import type { InstalledModel } from '#ports/model-library.port.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface AddFlags extends GlobalOptions {
  readonly name?: string;
  readonly replace?: boolean;
}

/** `castline models`: other detectors and embedders by their manifest alone. */
export function addModelsCommand(program: Command): void {
  const command = program
    .command('models')
    .summary('list, add, choose and check models')
    .description(
      'A model is a folder with manifest.json and an ONNX file; models/README.md says what a manifest holds.',
    );
  const within = (run: (context: CommandContext) => Promise<void>) => (_options: unknown, self: Command) =>
    runCommand(self.optsWithGlobals<GlobalOptions>(), run);
  command
    .command('list', { isDefault: true })
    .summary('all models, and which are in use')
    .action(within(list));
  command
    .command('add')
    .argument('<folder>', 'holds manifest.json and the ONNX file')
    .summary('try a model and copy it into the home')
    .option('--name <name>', "its name here (default: the manifest's id)")
    .option('--replace', 'in the place of an added model of that name')
    .action((folder: string, _options, self: Command) => {
      const options = self.optsWithGlobals<AddFlags>();
      return runCommand(options, (context) => add(folder, options, context));
    });
  command
    .command('use')
    .argument('<name>', 'a model of the list')
    .summary('find faces, or read them, with this model from now on')
    .action((name: string, _options, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), (context) => use(name, context)),
    );
  command
    .command('verify')
    .argument('[name...]', 'models of the list; all without')
    .summary('check sums and run models on a blank picture')
    .action((names: string[], _options, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), (context) => verify(names, context)),
    );
}

async function list({ system, config, output }: CommandContext): Promise<void> {
  const models = await system.models.list();
  output.result([HEAD, ...models.map((model) => printModel(model, config))].join('\n'), {
    event: 'models',
    models: models.map((model) => ({ ...model, inUse: isInUse(model, config) })),
  });
}

async function add(
  folder: string,
  { name, replace = false }: AddFlags,
  context: CommandContext,
): Promise<void> {
  const model = await context.system.models.add(folder, { name, replace });
  context.output.result(`added ${model.name}; use it with: castline models use ${model.name}`, {
    event: 'model-added',
    ...model,
  });
}

async function use(name: string, { system, config, output }: CommandContext): Promise<void> {
  const { task, id, version, trial } = await system.models.verify(name);
  const setting = task === 'detect' ? 'detector' : 'embedder';
  const settings = { ...readHomeSettings(config.home), [setting]: name };
  await writeWhole(homeSettingsPath(config.home), `${JSON.stringify(settings, null, 2)}\n`);
  const variable = `CASTLINE_${setting.toUpperCase()}`;
  const fromEnvironment = process.env[variable];
  if (fromEnvironment !== undefined && fromEnvironment !== '' && fromEnvironment !== name)
    output.warn(`${variable}=${fromEnvironment} is set and wins over this choice`);
  output.result(
    `${setting}: ${name} (${id}@${version}, ${trial}); episodes are scanned anew with it when they are next analysed`,
    { event: 'model-chosen', setting, name, id, version },
  );
}

async function verify(names: readonly string[], { system, output }: CommandContext): Promise<void> {
  const chosen = names.length > 0 ? names : (await system.models.list()).map(({ name }) => name);
  const faults: unknown[] = [];
  for (const name of chosen) {
    try {
      const { id, version, trial } = await system.models.verify(name);
      output.result(`${name}: ok, ${id}@${version}, ${trial}`, {
        event: 'model-verified',
        name,
        id,
        version,
        trial,
      });
    } catch (error) {
      if (chosen.length === 1) throw error;
      output.warn(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

const COLUMNS = [24, 8, 28, 8, 8] as const;

const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (COLUMNS[i] === undefined ? cell : cell.padEnd(COLUMNS[i]))).join(' ');

const HEAD = `  ${row(['name', 'task', 'model', 'size', 'sha256', 'licence'])}`;

function printModel(model: InstalledModel, config: Config): string {
  const { name, origin, manifest, bytes, problem } = model;
  const mark = isInUse(model, config) ? '*' : ' ';
  if (manifest === null || bytes === null) return `${mark} ${row([name, 'unusable'])} ${problem ?? ''}`;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const licence = `${manifest.licence}${origin === 'added' ? ' (added)' : ''}`;
  return `${mark} ${row([name, manifest.task, `${manifest.id}@${manifest.version}`, size, 'ok', licence])}`;
}

function isInUse({ name }: InstalledModel, { detector, embedder }: Config): boolean {
  return name === detector || name === embedder;
}
