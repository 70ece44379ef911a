import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ReelOptions } from '#domain/reels/plan-reel.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import { toSeconds } from '#domain/time/timestamp.js';
import { MakeReel } from '#pipeline/make-reel/make-reel.js';
import { planAskedReel } from '#pipeline/make-reel/plan-asked-reel.js';
import { reelFileName } from '#pipeline/make-reel/reel-file-name.js';
import { assertWritableFolder, makeOutputFolder } from '#pipeline/write-output/write-whole.js';
import type { JoinedReel } from '#ports/reel-joiner.port.js';
import { describeCut, secondsAbove0 } from '../cut-flags.js';
import { findAnalysis, type Analysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';
import { addSceneOptions, answersOf, sceneRequestFrom, type SceneFlags } from '../scene-flags.js';

interface ReelFlags extends GlobalOptions, SceneFlags {
  readonly out: string;
  readonly titles?: boolean;
  readonly crossfade?: number;
  readonly longest?: number;
  readonly dryRun?: boolean;
}

export function addReelCommand(program: Command): void {
  const command = program
    .command('reel')
    .argument('<episode>', 'an episode that was analysed before')
    .argument('<queries...>', 'scene queries, such as "alice AND NOT bob"; their scenes come in this order')
    .summary('join the scenes that answer queries into one film')
    .description(
      'Joins every scene that answers the queries into one MP4, exact to the frame, each scene a chapter.',
    )
    .requiredOption('--out <path>', 'the MP4, or a folder (which gives it a name)')
    .option('--titles', 'a title card before the scenes of each query')
    .option('--crossfade <seconds>', 'let neighbours fade into each other, such as 0.5', secondsAbove0)
    .option('--longest <seconds>', 'end the reel after this long', secondsAbove0)
    .option('--dry-run', 'only say what would be joined');
  addSceneOptions(command);
  command.action((episode: string, queries: string[], _options, self: Command) => {
    const options = self.optsWithGlobals<ReelFlags>();
    return runCommand(options, (context) => reel(episode, queries, options, context));
  });
}

async function reel(
  path: string,
  queries: readonly string[],
  options: ReelFlags,
  context: CommandContext,
): Promise<void> {
  const { system, output, signal } = context;
  const requests = queries.map((query) => sceneRequestFrom(query, options));
  const target = await targetOf(options.out, queries);
  if (!options.dryRun) await assertWritableFolder(dirname(target));
  const analysis = await findAnalysis(path, context);
  const { facts } = analysis;
  const asked = { requests, reelOptions: reelOptionsFrom(options) };
  const { plan, scenes, notes } = await planAskedReel(analysis, asked, answersOf(context), signal);
  let joined: JoinedReel | null = null;
  if (!options.dryRun && plan.frames > 0) {
    await makeOutputFolder(dirname(target));
    const onProgress = output.progress.bind(output);
    const { reencode } = options;
    const request = { sourcePath: path, facts, plan, targetPath: target, reencode, onProgress, signal };
    joined = await new MakeReel(system.joiner, system.painter).run(request);
  }
  output.done();
  for (const note of notes) output.warn(note);
  output.result(describeReel({ plan, scenes, joined, target, queries }, analysis), {
    ...{ event: 'reeled', queries, path: joined ? target : null, scenes, frames: plan.frames },
    seconds: secondsOf(plan.lengthInTicks, analysis),
    chapters: plan.chapters.map(({ title, startFrame, startTicks }) => ({
      ...{ title, startFrame, startSeconds: secondsOf(startTicks, analysis) },
    })),
    cut: joined && { method: joined.method, copiedShare: joined.copiedShare, reason: joined.reason },
    sizeInBytes: joined?.sizeInBytes ?? null,
  });
}

function reelOptionsFrom({ titles, crossfade, longest }: ReelFlags): ReelOptions {
  return {
    hasTitles: titles ?? false,
    crossfadeSeconds: crossfade ?? 0,
    longestSeconds: longest ?? null,
  };
}

interface Made {
  readonly plan: ReelPlan;
  readonly scenes: number;
  readonly joined: JoinedReel | null;
  readonly target: string;
  readonly queries: readonly string[];
}

function describeReel({ plan, scenes, joined, target, queries }: Made, analysis: Analysis): string {
  if (plan.frames === 0)
    return `no scene answers ${queries.map((query) => JSON.stringify(query)).join(' or ')}`;
  const length = `${secondsOf(plan.lengthInTicks, analysis).toFixed(2)} s`;
  const head = joined
    ? `${target}  ${scenes} scenes, ${length}  (${describeCut(joined)})`
    : `(not joined)  ${scenes} scenes, ${length}`;
  const chapters = plan.chapters.map(
    ({ title, startTicks }) => `${secondsOf(startTicks, analysis).toFixed(3).padStart(9)} s  ${title}`,
  );
  return [head, ...chapters].join('\n');
}

function secondsOf(ticks: number, { facts }: Analysis): number {
  return toSeconds({ ticks, timeBase: facts.timeBase });
}

async function targetOf(out: string, queries: readonly string[]): Promise<string> {
  const path = resolve(out);
  const isFolder = /[/\\]$/.test(out) || (await stat(path).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? join(path, reelFileName(queries)) : path;
}
