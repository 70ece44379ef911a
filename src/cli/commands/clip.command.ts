import { Option, type Command } from 'commander';
import { ASPECTS, type Aspect } from '#domain/reframing/aspect.js';
import { CutClips } from '#pipeline/clip-scenes/cut-clips.js';
import { reframeClips } from '#pipeline/clip-scenes/reframe-clips.js';
import { describeCut } from '../cut-flags.js';
import { describePlan, factsOf, requireFolder, spanOf } from '../describe-clip.js';
import { addExtrasOptions, extrasFrom, warnOfLeftOut, type ExtrasFlags } from '../extras-flags.js';
import { findAnalysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';
import { addSceneOptions, answersOf, sceneRequestFrom, type SceneFlags } from '../scene-flags.js';

interface ClipOptions extends GlobalOptions, SceneFlags, ExtrasFlags {
  readonly out?: string;
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
    .option('--out <folder>', 'where the clips go; only a dry run does without')
    .addOption(
      new Option('--aspect <shape>', "crop to this shape; the camera follows the query's characters").choices(
        ASPECTS,
      ),
    )
    .option('--dry-run', 'only say what would be cut');
  addSceneOptions(command);
  addExtrasOptions(command);
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
  const folder = await requireFolder(options);
  const { system, output, signal } = context;
  const request = sceneRequestFrom(query, options);
  const analysis = await findAnalysis(path, context);
  const { facts } = analysis;
  const { clips, notes } = await answersOf(context).run(analysis, request, signal);
  const onProgress = output.progress.bind(output);
  const written =
    folder === null
      ? clips.map((planned) => ({ path: null, clip: planned, cut: null }))
      : await new CutClips(system.cutter).run({
          sourcePath: path,
          facts,
          query,
          clips,
          folder,
          reencode: options.reencode,
          extras: extrasFrom(options),
          reframing: options.aspect && reframeClips({ query, ...analysis, aspect: options.aspect }),
          onProgress,
          signal,
        });
  output.done();
  for (const note of notes) output.warn(note);
  warnOfLeftOut(written, output);
  const lines = written.map(
    ({ path: file, clip, cut }) =>
      `${spanOf(clip)}  ${file ?? describePlan(clip)}${cut ? `  (${describeCut(cut)})` : ''}`,
  );
  output.result(lines.length > 0 ? lines.join('\n') : `no scene answers ${JSON.stringify(query)}`, {
    event: 'clipped',
    query,
    clips: written.map(({ path: file, clip, cut }) => ({ path: file, ...factsOf(clip), cut })),
  });
}
