import { join } from 'node:path';
import type { Command } from 'commander';
import { CutClips } from '#pipeline/clip-scenes/cut-clips.js';
import type { WrittenClip } from '#pipeline/clip-scenes/cut-clips.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { distinctFileNames } from '#pipeline/write-output/safe-file-name.js';
import { describeCut } from '../../cut-flags.js';
import { describePlan, factsOf, requireFolder, spanOf } from '../../describe-clip.js';
import { addExtrasOptions, extrasFrom, warnOfLeftOut, type ExtrasFlags } from '../../extras-flags.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';
import { addSceneOptions } from '../../scene-flags.js';
import { askSeries, type AnsweredPlace, type SeriesFlags } from './ask-series.js';
import { placeOf } from './series-place.command.js';

interface SeriesClipOptions extends GlobalOptions, SeriesFlags, ExtrasFlags {
  readonly out?: string;
  readonly dryRun?: boolean;
}

export function addSeriesClipCommand(series: Command): void {
  const command = series
    .command('clip')
    .argument('<series>', 'its name')
    .argument('<query>', 'such as "alice AND NOT bob"')
    .summary('cut the scenes of all episodes that answer a query')
    .option('--season <name>', 'of this season only')
    .option('--out <folder>', 'where the clips go, a folder for each episode; only a dry run does without')
    .option('--dry-run', 'only say what would be cut');
  addSceneOptions(command);
  addExtrasOptions(command);
  command.action((name: string, query: string, _options, self: Command) => {
    const options = self.optsWithGlobals<SeriesClipOptions>();
    return runCommand(options, (context) => clipSeries(name, query, options, context));
  });
}

async function clipSeries(
  name: string,
  query: string,
  options: SeriesClipOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const folder = await requireFolder(options);
  const answered = await askSeries({ series: name, season: options.season, query }, options, context);
  const folders = distinctFileNames(answered.map(({ analysis: { episode } }) => stemOf(episode.name)));
  const results = [];
  for (const [at, answer] of answered.entries()) {
    const made =
      folder === null ? [] : await cut(answer, query, join(folder, folders[at]!), { options, context });
    results.push({
      answer,
      clips: answer.clips.map((clip, index) => ({ clip, written: made[index] ?? null })),
    });
  }
  output.done();
  for (const { analysis, notes } of answered)
    for (const note of notes) output.warn(`${analysis.episode.name}: ${note}`);
  warnOfLeftOut(
    results.flatMap(({ clips }) => clips.flatMap(({ written }) => written ?? [])),
    output,
  );
  const lines = results.flatMap(({ answer: { analysis, placement }, clips }) =>
    clips.length === 0 ? [] : [`${placeOf(placement)}  ${analysis.episode.name}`, ...clips.map(lineOf)],
  );
  output.result(lines.join('\n') || `no scene answers ${JSON.stringify(query)}`, {
    ...{ event: 'series-clipped', series: name, season: options.season ?? null, query },
    episodes: results.map(({ answer: { analysis, placement }, clips }) => ({
      ...{ episodeId: analysis.episode.id, name: analysis.episode.name, placement },
      clips: clips.map(({ clip, written }) => ({
        ...{ path: written?.path ?? null, ...factsOf(clip), cut: written?.cut ?? null },
      })),
    })),
  });
}

async function cut(
  { analysis: { episode, facts }, clips }: AnsweredPlace,
  query: string,
  folder: string,
  { options, context: { system, output, signal } }: { options: SeriesClipOptions; context: CommandContext },
): Promise<WrittenClip[]> {
  if (clips.length === 0) return [];
  const onProgress = output.progress.bind(output);
  const how = { reencode: options.reencode, extras: extrasFrom(options), onProgress, signal };
  const cutter = new CutClips(system.cutter);
  return withEpisodeFile(episode, system.media, (sourcePath) =>
    cutter.run({ sourcePath, facts, query, clips, folder, ...how }),
  );
}

function lineOf({
  clip,
  written,
}: {
  clip: AnsweredPlace['clips'][number];
  written: WrittenClip | null;
}): string {
  return `  ${spanOf(clip)}  ${written ? `${written.path}  (${describeCut(written.cut)})` : describePlan(clip)}`;
}

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '');
