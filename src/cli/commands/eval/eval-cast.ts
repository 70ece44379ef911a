import { type Command, InvalidArgumentError } from 'commander';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluateCast } from '#pipeline/evaluate-pictures/evaluate-cast.js';
import { printCastEvaluation } from '#pipeline/evaluate-pictures/print-cast.js';
import { listCastFolder } from '#pipeline/read-cast/list-cast-folder.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalCastOptions extends GlobalOptions {
  readonly only?: readonly string[];
  readonly top?: number;
  readonly spoil?: boolean;
}

export function addEvalCastCommand(parent: Command): void {
  parent
    .command('cast')
    .argument('<folder>', 'one folder per character with pictures inside (sub-folders: forms)')
    .summary('how well the pictures of a cast tell its characters apart')
    .description(
      'Asks of each picture of a cast folder whose it is by all the others: Rank-1 with one true match, who is taken for whom, and whether a form is known by the other forms. Colour alone stands beside it.',
    )
    .option('--only <names>', 'these characters only, separated by commas', names)
    .option(
      '--top <share>',
      'take so much of each picture from above (such as 0.3) instead of looking for its face',
      share,
    )
    .option(
      '--spoil',
      'turn, scale, shift, mirror, tint and reduce each picture in its own way, and put it on another ground',
    )
    .action((folder: string, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalCastOptions>();
      return runCommand(options, (context) => evaluate(folder, options, context));
    });
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim().normalize('NFC'));

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('expected a share, more than 0 and at most 1');
}

async function evaluate(
  folder: string,
  { only, top, spoil = false }: EvalCastOptions,
  { system, output, signal }: CommandContext,
): Promise<void> {
  const listing = await listCastFolder(folder);
  const unknown = (only ?? []).find((name) => !listing.characters.includes(name));
  if (unknown !== undefined)
    throw new CastlineError('usage', 'EVAL.UNKNOWN_CHARACTER', `${folder} has no character ${unknown}`);
  for (const warning of listing.warnings) output.warn(warning);
  const pictures = listing.pictures.filter(({ character }) => only?.includes(character) ?? true);
  const ports = { codec: system.pictures, recognizer: system.recognizer };
  const evaluation = await new EvaluateCast(ports).run({
    ...{ folder, pictures, top, spoil, signal },
    onProgress: (progress) => output.progress(progress),
  });
  output.done();
  output.result(printCastEvaluation(folder, evaluation), {
    ...{ event: 'evaluated', benchmark: 'cast', folder },
    ...evaluation,
  });
}
