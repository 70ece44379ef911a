import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseRecognitionRows } from '#contracts/labelled-pictures.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluateRecognition } from '#pipeline/evaluate-pictures/evaluate-recognition.js';
import { printRecognition } from '#pipeline/evaluate-pictures/print-pictures.js';
import { findLabelFile, findPictureFolder, readLabels } from '#pipeline/evaluate-pictures/read-labels.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalRecognitionOptions extends GlobalOptions {
  readonly pictures?: string;
  readonly box: 'face' | 'head';
  readonly photos?: number;
}

export function addEvalRecognitionCommand(parent: Command): void {
  parent
    .command('recognition')
    .argument('<labels>', 'icartoonface_rectest_info.txt or a file like it, or the folder that holds it')
    .summary('recognition: Rank-1 among distractors')
    .description(
      "iCartoonFace's identification protocol on its own layout: rows file x1 y1 x2 y2 label, label -1 being a distractor. Each photograph in turn joins the distractors as the one true match and is probed with the others of its identity; a tie is a miss.",
    )
    .option('--pictures <folder>', 'where the pictures are, when not beside the file')
    .addOption(
      new Option('--box <kind>', 'what the boxes go around').choices(['face', 'head']).default('face'),
    )
    .option('--photos <m>', 'take m photographs of each identity that has so many', photoCount)
    .action((labels: string, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalRecognitionOptions>();
      return runCommand(options, (context) => evaluate(labels, options, context));
    });
}

function photoCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2) return count;
  throw new InvalidArgumentError('expected a whole number of at least 2');
}

async function evaluate(
  path: string,
  options: EvalRecognitionOptions,
  { system, output, signal }: CommandContext,
): Promise<void> {
  const labelFile = await findLabelFile(path, '_info.txt');
  const rows = await readLabels(labelFile, parseRecognitionRows);
  if (rows.photos.length === 0)
    throw new CastlineError('usage', 'EVAL.BAD_LABELS', `${labelFile} labels no picture`);
  const folder = await findPictureFolder(labelFile, rows.photos[0]!.file, options.pictures);
  const ports = { codec: system.pictures, recognizer: system.recognizer };
  const evaluation = await new EvaluateRecognition(ports).run({
    ...rows,
    folder,
    boxIs: options.box,
    photosEach: options.photos,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  output.done();
  output.result(printRecognition(path, evaluation), {
    event: 'evaluated',
    benchmark: 'recognition',
    labels: path,
    ...evaluation,
  });
}
