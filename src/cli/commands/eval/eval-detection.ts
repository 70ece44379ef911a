import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseBoxRows, parsePredictionRows } from '#contracts/labelled-pictures.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluateFilm } from '#pipeline/evaluate-film/evaluate-film.js';
import { readFilm } from '#pipeline/evaluate-film/read-film.js';
import {
  type DetectionEvaluation,
  EvaluateDetection,
  scorePredictions,
} from '#pipeline/evaluate-pictures/evaluate-detection.js';
import { printDetection } from '#pipeline/evaluate-pictures/print-pictures.js';
import { findLabelFile, findPictureFolder, readLabels } from '#pipeline/evaluate-pictures/read-labels.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalDetectionOptions extends GlobalOptions {
  readonly pictures?: string;
  readonly predictions?: string;
}

export function addEvalDetectionCommand(parent: Command): void {
  parent
    .command('detection')
    .argument('<labels...>', 'a CSV of boxes (or a folder that holds one), or a film folder with boxes.json')
    .summary('face detection: average precision at IoU 0.5')
    .description(
      "iCartoonFace's detection protocol on its own layout: rows file,x1,y1,x2,y2. Also on the labelled boxes of a film.",
    )
    .option('--pictures <folder>', 'where the pictures of the CSV are, when not beside it')
    .option('--predictions <file>', 'score these boxes (file,x1,y1,x2,y2[,class],score), not our detector')
    .action((labels: string[], _options, self: Command) => {
      const options = self.optsWithGlobals<EvalDetectionOptions>();
      return runCommand(options, (context) => evaluate(labels, options, context));
    });
}

async function evaluate(
  paths: readonly string[],
  options: EvalDetectionOptions,
  context: CommandContext,
): Promise<void> {
  if (options.predictions !== undefined && paths.length > 1) {
    const message = 'predictions belong to one file of labels: give only one';
    throw new CastlineError('usage', 'EVAL.SEVERAL_LABELS', message);
  }
  for (const path of paths) {
    const isFilm = await stat(join(path, 'boxes.json')).then(
      () => true,
      () => false,
    );
    const evaluation = await (isFilm
      ? evaluateFilm(path, context)
      : evaluatePictures(path, options, context));
    context.output.done();
    context.output.result(printDetection(path, evaluation), {
      event: 'evaluated',
      benchmark: 'detection',
      labels: path,
      ...evaluation,
    });
  }
}

async function evaluatePictures(
  path: string,
  options: EvalDetectionOptions,
  { system, output, signal }: CommandContext,
): Promise<DetectionEvaluation> {
  const labelFile = await findLabelFile(path, '.csv');
  const labels = await readLabels(labelFile, parseBoxRows);
  if (labels.length === 0)
    throw new CastlineError('usage', 'EVAL.BAD_LABELS', `${labelFile} labels no picture`);
  if (options.predictions !== undefined)
    return scorePredictions(await readLabels(options.predictions, parsePredictionRows), labels);
  const folder = await findPictureFolder(labelFile, labels[0]!.file, options.pictures);
  return new EvaluateDetection({ codec: system.pictures, recognizer: system.recognizer }).run(labels, {
    folder,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
}

async function evaluateFilm(
  folder: string,
  { system, config, output, signal }: CommandContext,
): Promise<DetectionEvaluation> {
  const film = await readFilm(folder, undefined);
  const { analysisSide, samplesPerSecond } = config;
  const evaluate = new EvaluateFilm(system.ingest, system.scan, system);
  const { detection, boxes } = await evaluate.run({
    film: { ...film, truth: undefined },
    cast: undefined,
    settings: { analysisSide, samplesPerSecond },
    explain: false,
    adapt: false,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  return { score: detection!, apInterval: boxes!.apInterval, failures: [] };
}
