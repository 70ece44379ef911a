import type { Command } from 'commander';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EvaluateFilm } from '#pipeline/evaluate-film/evaluate-film.js';
import { printFilm } from '#pipeline/evaluate-film/print-film.js';
import { readFilm } from '#pipeline/evaluate-film/read-film.js';
import { writeWhole } from '#pipeline/write-output/write-whole.js';
import { readCast } from '../../read-cast.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface EvalFilmOptions extends GlobalOptions {
  readonly film?: string;
  readonly cast?: string;
  readonly timeline?: string;
  readonly explain?: boolean;
  readonly adapt?: boolean;
}

export function addEvalFilmCommand(parent: Command): void {
  parent
    .command('film', { isDefault: true })
    .argument('[folder]', 'holds episode.mp4, truth.json and/or boxes.json, perhaps cast/')
    .summary('a film with truth: timelines, tracks, faces')
    .description(
      'Analyses a film with and without its cast and prints precision, recall and F1 per character at the labelled seconds, beside what colour alone gives; with labelled boxes also detection AP, track purity and Rank-1 beside colour alone.',
    )
    .option('--film <folder>', 'the same as the argument')
    .option('--cast <folder>', "the cast, when it is not in the film's folder")
    .option(
      '--explain',
      'also say why seconds are wrong, with the cast and without, and list the longest errors',
    )
    .option(
      '--adapt',
      'also name by the cast after fitting the embeddings to the film by its own tracks, without its labels',
    )
    .option('--timeline <file>', 'also write the timeline that was scored (the one with the cast)')
    .action((folder: string | undefined, _options, self: Command) => {
      const options = self.optsWithGlobals<EvalFilmOptions>();
      return runCommand(options, (context) => evaluate(folder ?? options.film, options, context));
    });
}

async function evaluate(
  folder: string | undefined,
  options: EvalFilmOptions,
  context: CommandContext,
): Promise<void> {
  if (folder === undefined)
    throw new CastlineError('usage', 'EVAL.NO_FILM', 'say which film: castline eval film FOLDER');
  const { system, config, output, signal } = context;
  const film = await readFilm(folder, options.cast);
  const { analysisSide, samplesPerSecond } = config;
  if (options.explain && film.truth === undefined)
    output.warn(
      `--explain has nothing to explain: ${folder} has no truth.json, which says who is on screen when`,
    );
  const cast = film.castFolder === undefined ? undefined : await readCast(film.castFolder, context);
  const evaluation = await new EvaluateFilm(system.ingest, system.scan, system).run({
    film,
    cast,
    settings: { analysisSide, samplesPerSecond },
    explain: options.explain ?? false,
    adapt: options.adapt ?? false,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
  if (options.timeline && evaluation.timeline)
    await writeWhole(options.timeline, JSON.stringify(evaluation.timeline));
  output.done();
  const { timeline: _timeline, ...scores } = evaluation;
  output.result(printFilm(folder, evaluation), { event: 'evaluated', film: folder, ...scores });
}
