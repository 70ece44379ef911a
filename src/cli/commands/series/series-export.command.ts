import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { Episode } from '#domain/episode/episode.js';
import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';
import { exportSeries } from '#pipeline/export-timeline/export-timeline.js';
import { writeExports } from '#pipeline/export-timeline/write-exports.js';
import { addWritingOptions, resolvePath, type WritingFlags } from '../../writing-flags.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';
import { addSceneOptions } from '../../scene-flags.js';
import { askSeries, type SeriesFlags } from './ask-series.js';

interface SeriesExportOptions extends GlobalOptions, SeriesFlags, WritingFlags {}

export function addSeriesExportCommand(series: Command): void {
  const command = series
    .command('export')
    .argument('<series>', 'its name')
    .argument('<query>', 'such as "alice AND NOT bob"')
    .summary('write the scenes of all episodes that answer a query as one cut list')
    .option('--season <name>', 'of this season only');
  addWritingOptions(command);
  addSceneOptions(command);
  command.action((name: string, query: string, _options, self: Command) => {
    const options = self.optsWithGlobals<SeriesExportOptions>();
    return runCommand(options, (context) => writeSeries(name, query, options, context));
  });
}

async function writeSeries(
  name: string,
  query: string,
  options: SeriesExportOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const { season, format, reel, startTimecode = null } = options;
  const answered = await askSeries({ series: name, season, query }, options, context);
  const exported = exportSeries({
    title: season === undefined ? name : `${name} ${season}`,
    episodes: answered.map(({ analysis: { episode, timeline, scan, facts }, ...planned }) => ({
      ...{ timeline, scan, facts, planned, query, startTimecode },
      ...{ shape: 'cuts', cutOptions: DEFAULT_CUT_OPTIONS, mediaUrl: urlOf(episode) },
    })),
    format,
    reel,
  });
  const paths = await writeExports(exported.files, resolvePath(options.out));
  output.done();
  for (const note of exported.notes) output.warn(note);
  output.result(paths.join('\n'), {
    ...{ event: 'series-exported', series: name, season: season ?? null, format, query },
    ...{ events: exported.events, paths },
  });
}

/** A file of the media store has no place where an editing program would find it: it is looked for beside the list. */
function urlOf({ source, name }: Episode): string {
  return source.kind === 'path' ? pathToFileURL(source.path).href : `./${encodeURIComponent(name)}`;
}
