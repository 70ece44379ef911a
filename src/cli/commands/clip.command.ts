import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CastlineError } from '#domain/errors/castline-error.js';
import { CutClips } from '#pipeline/clip-scenes/cut-clips.js';
import { planClips } from '#pipeline/clip-scenes/plan-clips.js';
import { addCutOptions, cutOptionsFrom, describeCut, type CutFlags } from '../cut-flags.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface ClipOptions extends GlobalOptions, CutFlags {
  readonly out: string;
  readonly dryRun?: boolean;
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
  { system, output, signal }: CommandContext,
): Promise<void> {
  const { episode, facts } = await system.ingest.run({ path, signal });
  const stored = await system.catalogue.timelines.findLatest(episode.id);
  const scan = stored && (await system.catalogue.scans.find(episode.id, stored.scanKey));
  if (!stored || !scan?.isComplete) {
    const hint = `run: castline analyze ${JSON.stringify(path)}`;
    throw new CastlineError(
      'not-found',
      'TIMELINE.MISSING',
      `this episode has not been analysed yet; ${hint}`,
      { episodeId: episode.id },
    );
  }
  const clips = planClips({
    query,
    timeline: stored.timeline,
    scan,
    facts,
    options: cutOptionsFrom(options),
  });
  const onProgress = output.progress.bind(output);
  const folder = resolve(options.out);
  const written = options.dryRun
    ? clips.map((planned) => ({ path: null, clip: planned, cut: null }))
    : await new CutClips(system.cutter).run({
        sourcePath: path,
        facts,
        query,
        clips,
        folder,
        reencode: options.reencode,
        onProgress,
        signal,
      });
  output.done();
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
