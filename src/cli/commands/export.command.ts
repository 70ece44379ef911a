import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Option, type Command } from 'commander';
import { EDIT_SHAPES, type EditShape } from '#domain/interchange/edit-list.js';
import { EXPORT_FORMAT_NAMES, type ExportFormat } from '#domain/interchange/export-formats.js';
import { DEFAULT_REEL, exportTimeline } from '#pipeline/export-timeline/export-timeline.js';
import { writeExports } from '#pipeline/export-timeline/write-exports.js';
import { addCutOptions, cutOptionsFrom, type CutFlags } from '../cut-flags.js';
import { findAnalysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface ExportOptions extends GlobalOptions, CutFlags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly query?: string;
  readonly shape?: EditShape;
  readonly startTimecode?: string;
  readonly reel: string;
}

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .argument('<episode>', 'an episode that was analysed before')
    .summary('write appearances or scenes for an editing program')
    .description(
      'Writes every appearance, or the scenes that answer a query, in a format that editing programs read: as markers on the whole episode, or as a cut list.',
    )
    .addOption(
      new Option('--format <format>', 'file format').choices(EXPORT_FORMAT_NAMES).makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'a file, or a folder (which gives it a name)')
    .option('--query <query>', 'only the scenes that answer it, such as "alice AND NOT bob"')
    .addOption(
      new Option('--shape <shape>', 'default: cuts with a query, markers without').choices(EDIT_SHAPES),
    )
    .option(
      '--start-timecode <timecode>',
      "timecode of the file's first frame; 01:00:00;00 with a semicolon counts drop-frame (default: zero)",
    )
    .option('--reel <name>', 'reel name in an EDL, at most eight letters and digits', DEFAULT_REEL);
  addCutOptions(command);
  command.action((episode: string, _options, self: Command) => {
    const options = self.optsWithGlobals<ExportOptions>();
    return runCommand(options, (context) => exportEpisode(episode, options, context));
  });
}

async function exportEpisode(path: string, options: ExportOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const { format, query = null, reel, startTimecode = null } = options;
  const { timeline, scan, facts } = await findAnalysis(path, context);
  const exported = exportTimeline({
    timeline,
    scan,
    facts,
    mediaUrl: pathToFileURL(path).href,
    query,
    shape: options.shape ?? (query === null ? 'markers' : 'cuts'),
    cutOptions: cutOptionsFrom(options),
    startTimecode,
    format,
    reel,
  });
  const paths = await writeExports(exported.files, resolvePath(options.out));
  output.done();
  for (const note of exported.notes) output.warn(note);
  output.result(paths.join('\n'), { event: 'exported', format, query, events: exported.events, paths });
}

/** Absolute, still ending in a slash where it was given one: that names a folder to be made. */
function resolvePath(out: string): string {
  return /[/\\]$/.test(out) ? `${resolve(out)}/` : resolve(out);
}
