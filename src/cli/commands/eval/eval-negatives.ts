import type { Command } from 'commander';
import { EvaluateNegatives } from '#pipeline/evaluate-pictures/evaluate-negatives.js';
import { listPictures } from '#pipeline/evaluate-pictures/list-pictures.js';
import { printNegatives } from '#pipeline/evaluate-pictures/print-pictures.js';
import { readCast } from '../../read-cast.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalNegativesOptions extends GlobalOptions {
  readonly cast?: string;
}

export function addEvalNegativesCommand(parent: Command): void {
  parent
    .command('negatives')
    .argument('<folder>', 'pictures of objects and rooms, at any depth, that show nobody')
    .summary('how often a thing is taken for a face')
    .option('--cast <folder>', 'also ask who it is, as "castline who" would')
    .action((folder: string, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalNegativesOptions>();
      return runCommand(options, (context) => evaluate(folder, options, context));
    });
}

async function evaluate(
  folder: string,
  { cast }: EvalNegativesOptions,
  context: CommandContext,
): Promise<void> {
  const { system, output, signal } = context;
  const files = await listPictures(folder);
  const gallery = cast === undefined ? undefined : (await readCast(cast, context)).gallery;
  const ports = { codec: system.pictures, recognizer: system.recognizer };
  const evaluation = await new EvaluateNegatives(ports).run({
    files,
    folder,
    gallery,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  output.done();
  output.result(printNegatives(folder, evaluation, cast !== undefined), {
    event: 'evaluated',
    benchmark: 'negatives',
    folder,
    ...evaluation,
  });
}
