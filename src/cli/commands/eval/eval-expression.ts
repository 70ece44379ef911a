import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ExpressionRow, parseExpressionRows } from '#contracts/labelled-pictures.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluateExpression, labelByName } from '#pipeline/evaluate-pictures/evaluate-expression.js';
import { listPictures } from '#pipeline/evaluate-pictures/list-pictures.js';
import { printExpression } from '#pipeline/evaluate-pictures/print-pictures.js';
import { findPictureFolder, readLabels } from '#pipeline/evaluate-pictures/read-labels.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalExpressionOptions extends GlobalOptions {
  readonly pictures?: string;
}

export function addEvalExpressionCommand(parent: Command): void {
  parent
    .command('expression')
    .argument('<set>', 'a folder of pictures, or a CSV: file,expression[,x1,y1,x2,y2]')
    .summary('expression: seven classes, and four')
    .description(
      'In a folder the expression is what a picture or its own folder is named: happy/1.png, alice/smile_2.webp; other names are passed over.',
    )
    .option('--pictures <folder>', 'where the pictures of the CSV are, when not beside it')
    .action((set: string, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalExpressionOptions>();
      return runCommand(options, (context) => evaluate(set, options, context));
    });
}

async function evaluate(
  set: string,
  options: EvalExpressionOptions,
  { system, output, signal }: CommandContext,
): Promise<void> {
  const { rows, folder } = await readSet(set, options);
  const ports = { codec: system.pictures, recognizer: system.recognizer };
  const evaluation = await new EvaluateExpression(ports).run(rows, {
    folder,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  output.done();
  output.result(printExpression(set, evaluation), {
    event: 'evaluated',
    benchmark: 'expression',
    set,
    ...evaluation,
  });
}

async function readSet(
  set: string,
  { pictures }: EvalExpressionOptions,
): Promise<{ rows: ExpressionRow[]; folder: string }> {
  const facts = await stat(set).catch(() => undefined);
  const rows = facts?.isDirectory()
    ? (await listPictures(set)).map((file) => labelByName(file) ?? { file, expression: '', box: null })
    : await readLabels(set, parseExpressionRows);
  if (rows.length === 0) throw new CastlineError('usage', 'EVAL.BAD_LABELS', `${set} labels no picture`);
  return { rows, folder: facts?.isDirectory() ? set : await findPictureFolder(set, rows[0]!.file, pictures) };
}
