import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ASPECTS, type Aspect } from '#domain/reframing/aspect.js';
import { CutClips } from '#pipeline/clip-scenes/cut-clips.js';
import { planScenes } from '#pipeline/clip-scenes/plan-clips.js';
import { reframeClips } from '#pipeline/clip-scenes/reframe-clips.js';
import { assertWritableFolder } from '#pipeline/write-output/write-whole.js';
import { addCutOptions, cutOptionsFrom, describeCut, type CutFlags } from '../cut-flags.js';
import { findAnalysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface ClipOptions extends GlobalOptions, CutFlags {
  readonly out: string;
  readonly dryRun?: boolean;
  readonly aspect?: Aspect;
}

export function addClipCommand(program: Command): void {
  const command = program
    .command('clip')
    .argument('<episode>', 'an episode that was analysed before')
    .argument('<query>', 'such as "alice AND NOT bob" or "alice:happy"')
    .summary('cut the scenes that answer a query')
    .description(
      'Cuts every scene that answers the query into its own file, exact to the frame at both ends.',
    )
    .requiredOption('--out <folder>', 'where the clips go')
    .addOption(
      new Option('--aspect <shape>', "crop to this shape; the camera follows the query's characters").choices(
        ASPECTS,
      ),
    )
    .option('--dry-run', 'only say what would be cut');
  addCutOptions(command);
  command.action((episode: string, query: string, _options, self: Command) => {
    const options = self.optsWithGlobals<ClipOptions>();
    return runCommand(options, (context) => clip(episode, query, options, context));
  });
}

async function clip(
  path: string,
  query: string,
  options: ClipOptions,
  context: CommandContext,
): Promise<void> {
  const folder = resolve(options.out);
  if (!options.dryRun) await assertWritableFolder(folder);
  const { system, output, signal } = context;
  const { timeline, scan, facts } = await findAnalysis(path, context);
  const { clips, notes } = planScenes({
    query,
    timeline,
    scan,
    facts,
    options: cutOptionsFrom(options),
  });
  const onProgress = output.progress.bind(output);
  const written = options.dryRun
    ? clips.map((planned) => ({ path: null, clip: planned, cut: null }))
    : await new CutClips(system.cutter).run({
        sourcePath: path,
        facts,
        query,
        clips,
        folder,
        reencode: options.reencode,
        reframing: options.aspect && reframeClips({ query, timeline, scan, facts, aspect: options.aspect }),
        onProgress,
        signal,
      });
  output.done();
  for (const note of notes) output.warn(note);
  const lines = written.map(
    ({ path: file, clip: { start, end }, cut }) =>
      `${start.timecode} - ${end.timecode}  ${file ?? '(not cut)'}${cut ? `  (${describeCut(cut)})` : ''}`,
  );
  output.result(lines.length > 0 ? lines.join('\n') : `no scene answers ${JSON.stringify(query)}`, {
    event: 'clipped',
    query,
    clips: written.map(({ path: file, clip: { start, end, characters }, cut }) => ({
      path: file,
      start,
      end,
      characters,
      cut,
    })),
  });
}
