import type { Command } from 'commander';
import { scoreDetections } from '#domain/evaluation/score-detections.js';
import { scoreTimeline } from '#domain/evaluation/score-timeline.js';
import { NO_CAST, AnalyzeEpisode, type AnalyzedEpisode, type Cast } from '#pipeline/analyze-episode.js';
import { detectLabelledFrames } from '#pipeline/evaluate-film/detect-labelled-frames.js';
import { printDetectionScore, printTimelineScore } from '#pipeline/evaluate-film/print-scores.js';
import { readFilm } from '#pipeline/evaluate-film/read-film.js';
import { writeWhole } from '#pipeline/write-output/write-whole.js';
import { readCast } from '../read-cast.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface EvalOptions extends GlobalOptions {
  readonly film: string;
  readonly cast?: string;
  readonly timeline?: string;
}

export function addEvalCommand(program: Command): void {
  program
    .command('eval')
    .summary('measure accuracy on a film with truth')
    .description(
      'Analyses a film with and without its cast and prints precision, recall and F1 per character at the labelled seconds, and detection AP on the labelled boxes.',
    )
    .requiredOption('--film <folder>', 'holds episode.mp4, truth.json and/or boxes.json, perhaps cast/')
    .option('--cast <folder>', "the cast, when it is not in the film's folder")
    .option('--timeline <file>', 'also write the timeline that was scored (the one with the cast)')
    .action((_options, self: Command) => {
      const options = self.optsWithGlobals<EvalOptions>();
      return runCommand(options, (context) => evaluate(options, context));
    });
}

async function evaluate(options: EvalOptions, context: CommandContext): Promise<void> {
  const { system, output, signal } = context;
  const film = await readFilm(options.film, options.cast);
  const parts: string[] = [];
  const data: Record<string, unknown> = { event: 'evaluated', film: options.film };
  const discovered = await analyze(film.episodePath, NO_CAST, context);
  const { timeline } = discovered.stored;
  parts.push(
    `${options.film}: detector ${timeline.models.detector}, embedder ${timeline.models.embedder}, ${timeline.shots.length} shots`,
  );
  if (film.truth && film.castFolder) {
    const named = await analyze(film.episodePath, await readCast(film.castFolder, context), context);
    if (options.timeline) await writeWhole(options.timeline, JSON.stringify(named.stored.timeline));
    const score = scoreTimeline(named.stored.timeline, film.truth);
    parts.push(printTimelineScore('with the cast folder', score, false));
    data['named'] = score;
  }
  if (film.truth) {
    const score = scoreTimeline(timeline, film.truth, { discovered: true });
    parts.push(printTimelineScore('discovered, without a cast', score, true));
    data['discovered'] = score;
  }
  if (film.boxes) {
    output.progress({ stage: 'detect', fraction: 0 });
    const request = {
      path: film.episodePath,
      facts: discovered.facts,
      scan: discovered.scan,
      boxes: film.boxes,
      signal,
    };
    const score = scoreDetections(
      await detectLabelledFrames(request, system.stills, system.recognizer),
      film.boxes,
    );
    parts.push(printDetectionScore(score));
    data['detection'] = score;
  }
  output.done();
  output.result(parts.join('\n\n'), data);
}

function analyze(
  path: string,
  cast: Cast,
  { system, config, output, signal }: CommandContext,
): Promise<AnalyzedEpisode> {
  const { analysisSide, samplesPerSecond } = config;
  return new AnalyzeEpisode(system.ingest, system.scan, system.identify, system.recognizer).run({
    path,
    cast,
    settings: { analysisSide, samplesPerSecond },
    onProgress: (progress) => output.progress(progress),
    signal,
  });
}
