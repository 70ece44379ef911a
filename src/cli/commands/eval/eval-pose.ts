import type { Command } from 'commander';
import { parsePoseRows } from '#contracts/labelled-pictures.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluatePose } from '#pipeline/evaluate-pictures/evaluate-pose.js';
import { printPose } from '#pipeline/evaluate-pictures/print-pictures.js';
import { findPictureFolder, readLabels } from '#pipeline/evaluate-pictures/read-labels.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalPoseOptions extends GlobalOptions {
  readonly pictures?: string;
}

export function addEvalPoseCommand(parent: Command): void {
  parent
    .command('pose')
    .argument('<labels>', 'a CSV: file,yaw,pitch,roll[,x1,y1,x2,y2], degrees and pixels')
    .summary('head pose: mean error in degrees')
    .description(
      "Positive yaw turns to the viewer's right, positive pitch looks up, positive roll leans to the viewer's left.",
    )
    .option('--pictures <folder>', 'where the pictures of the CSV are, when not beside it')
    .action((labels: string, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalPoseOptions>();
      return runCommand(options, (context) => evaluate(labels, options, context));
    });
}

async function evaluate(
  labels: string,
  options: EvalPoseOptions,
  { system, output, signal }: CommandContext,
): Promise<void> {
  const rows = await readLabels(labels, parsePoseRows);
  if (rows.length === 0) throw new CastlineError('usage', 'EVAL.BAD_LABELS', `${labels} labels no picture`);
  const folder = await findPictureFolder(labels, rows[0]!.file, options.pictures);
  const ports = { codec: system.pictures, recognizer: system.recognizer };
  const evaluation = await new EvaluatePose(ports).run(rows, {
    folder,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  output.done();
  output.result(printPose(labels, evaluation), {
    event: 'evaluated',
    benchmark: 'pose',
    labels,
    ...evaluation,
  });
}
