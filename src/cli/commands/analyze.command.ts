import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseSceneQuery } from '#domain/query/parse-query.js';
import { AnalyzeEpisode, type AnalyzedEpisode } from '#pipeline/analyze-episode.js';
import { CutClips } from '#pipeline/clip-scenes/cut-clips.js';
import { WriteOutput } from '#pipeline/write-output/write-output.js';
import { safeFileName } from '#pipeline/write-output/safe-file-name.js';
import { assertWritableFolder } from '#pipeline/write-output/write-whole.js';
import { readCast } from '../read-cast.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';
import { addExtrasOptions, extrasFrom, warnOfLeftOut, type ExtrasFlags } from '../extras-flags.js';
import { addSceneOptions, answersOf, sceneRequestFrom, type SceneFlags } from '../scene-flags.js';
import { summarizeTimeline } from '../summarize-timeline.js';

interface AnalyzeOptions extends GlobalOptions, SceneFlags, ExtrasFlags {
  readonly cast?: string;
  readonly out?: string;
  readonly clip?: string[];
  readonly adapt: boolean;
}

export function addAnalyzeCommand(program: Command): void {
  const command = program
    .command('analyze')
    .argument('<episode>', 'a video file')
    .summary('find who is on screen when')
    .description(
      'Finds every character of an episode and writes timeline.json, report.html and cast/ to a folder. Run again after a stop, it goes on where it was.',
    )
    .option(
      '--cast <folder>',
      'one folder per character with pictures inside (sub-folders: forms); without it characters are discovered',
    )
    .option('--out <folder>', 'where the results go (default: castline-out/<episode name>)')
    .option(
      '--clip <query>',
      'also cut the scenes of a query, such as "alice AND NOT bob"; may be given several times',
      collect,
    )
    .option(
      '--no-adapt',
      "without a cast: take embeddings as the model gives them (else they are fitted to the episode's own tracks if that tells these better apart)",
    );
  addSceneOptions(command);
  addExtrasOptions(command);
  command.action((episode: string, _options, self: Command) => {
    const options = self.optsWithGlobals<AnalyzeOptions>();
    return runCommand(options, (context) => analyze(episode, options, context));
  });
}

const collect = (value: string, previous: string[] | undefined): string[] => [...(previous ?? []), value];

async function analyze(path: string, options: AnalyzeOptions, context: CommandContext): Promise<void> {
  const { system, output } = context;
  const folder = resolve(
    options.out ?? `castline-out/${safeFileName(basename(path).replace(/\.[^.]*$/, ''))}`,
  );
  // what cannot end well is said now, not after the work
  for (const query of options.clip ?? []) parseSceneQuery(query);
  sceneRequestFrom('', options);
  await assertWritableFolder(folder);
  const analyzed = await analyzeFile(path, options, context);
  for (const warning of analyzed.stored.timeline.warnings) output.warn(warning);
  output.progress({ stage: 'report', fraction: 0 });
  const writer = new WriteOutput(system.stills, system.pictures, system.catalogue.scans);
  const { timeline } = analyzed.stored;
  const written = await writer.run({
    folder,
    sourcePath: path,
    ...analyzed,
    timeline,
    signal: context.signal,
  });
  const clips = await cutQueries(path, folder, analyzed, options, context);
  output.done();
  output.result(
    `${summarizeTimeline(timeline)}\n\ntimeline ${written.timelinePath}\nreport   ${written.reportPath}\ncast     ${written.castFolder}${clips.map((clip) => `\nclip     ${clip}`).join('')}`,
    {
      event: 'analyzed',
      episodeId: analyzed.episode.id,
      version: analyzed.stored.version,
      timeline: written.timelinePath,
      report: written.reportPath,
      cast: written.castFolder,
      clips,
      characters: timeline.characters.map(({ name, seenMs, instances }) => ({
        name,
        seenMs,
        instances: instances.length,
      })),
    },
  );
}

/** Reads the cast folder, if any, and runs the main job. */
async function analyzeFile(
  path: string,
  { cast: castFolder, adapt }: AnalyzeOptions,
  context: CommandContext,
): Promise<AnalyzedEpisode> {
  const { system, config, output, signal } = context;
  const cast = await readCast(castFolder, context);
  const { analysisSide, samplesPerSecond } = config;
  return new AnalyzeEpisode(system.ingest, system.scan, system.identify, system.recognizer).run({
    path,
    cast,
    settings: { analysisSide, samplesPerSecond },
    adapt,
    onProgress: (progress) => output.progress(progress),
    signal,
  });
}

async function cutQueries(
  path: string,
  folder: string,
  analyzed: AnalyzedEpisode,
  options: AnalyzeOptions,
  context: CommandContext,
): Promise<string[]> {
  const { episode, facts, scan, stored } = analyzed;
  const { timeline, version: timelineVersion } = stored;
  const analysis = { episode, facts, scan, timeline, timelineVersion };
  const paths: string[] = [];
  for (const query of options.clip ?? []) {
    const asked = sceneRequestFrom(query, options);
    const { clips, notes } = await answersOf(context).run(analysis, asked, context.signal);
    for (const note of notes) context.output.warn(note);
    if (clips.length === 0) context.output.warn(`no scene answers ${JSON.stringify(query)}`);
    const written = await new CutClips(context.system.cutter).run({
      sourcePath: path,
      facts,
      query,
      clips,
      folder: resolve(folder, 'clips'),
      reencode: options.reencode,
      extras: extrasFrom(options),
      onProgress: (progress) => context.output.progress(progress),
      signal: context.signal,
    });
    warnOfLeftOut(written, context.output);
    paths.push(...written.map((clip) => clip.path));
  }
  return paths;
}
