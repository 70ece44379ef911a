import { pathToFileURL } from 'node:url';
import { Option, type Command } from 'commander';
import { EDIT_SHAPES, type EditShape } from '#domain/interchange/edit-list.js';
import { exportTimeline } from '#pipeline/export-timeline/export-timeline.js';
import { writeExports } from '#pipeline/export-timeline/write-exports.js';
import { findAnalysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';
import { addSceneOptions, answersOf, sceneRequestFrom, type SceneFlags } from '../scene-flags.js';
import { addWritingOptions, resolvePath, type WritingFlags } from '../writing-flags.js';

interface ExportOptions extends GlobalOptions, SceneFlags, WritingFlags {
  readonly query?: string;
  readonly shape?: EditShape;
}

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .argument('<episode>', 'an episode that was analysed before')
    .summary('write appearances or scenes for an editing program')
    .description(
      'Writes every appearance, or the scenes that answer a query, in a format that editing programs read: as markers on the whole episode, or as a cut list.',
    )
    .option('--query <query>', 'only the scenes that answer it, such as "alice AND NOT bob"')
    .addOption(
      new Option('--shape <shape>', 'default: cuts with a query, markers without').choices(EDIT_SHAPES),
    );
  addWritingOptions(command);
  addSceneOptions(command);
  command.action((episode: string, _options, self: Command) => {
    const options = self.optsWithGlobals<ExportOptions>();
    return runCommand(options, (context) => exportEpisode(episode, options, context));
  });
}

async function exportEpisode(path: string, options: ExportOptions, context: CommandContext): Promise<void> {
  const { output, signal } = context;
  const { format, query = null, reel, startTimecode = null } = options;
  const { options: cutOptions, ...asked } = sceneRequestFrom(query ?? '', options);
  const analysis = await findAnalysis(path, context);
  const { timeline, scan, facts } = analysis;
  const exported = exportTimeline({
    ...{ timeline, scan, facts, query, startTimecode, format, reel, cutOptions },
    mediaUrl: pathToFileURL(path).href,
    shape: options.shape ?? (query === null ? 'markers' : 'cuts'),
    ...(query !== null && {
      planned: await answersOf(context).run(analysis, { ...asked, options: cutOptions }, signal),
    }),
  });
  const paths = await writeExports(exported.files, resolvePath(options.out));
  output.done();
  for (const note of exported.notes) output.warn(note);
  output.result(paths.join('\n'), { event: 'exported', format, query, events: exported.events, paths });
}
