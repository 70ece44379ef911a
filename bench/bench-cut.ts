// A clip cut by copying frames, against the same range encoded in full: both in one run, in turn.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { ClipCut, CutClip } from '#ports/clip-cutter.port.js';

export interface CutBench {
  readonly file: string;
  readonly seconds: number;
  /** Where the clip begins; a sixth into the file when absent. */
  readonly startSeconds: number | undefined;
  readonly runs: number;
  /** Another program of this kind, to be tried on the same range. */
  readonly smartcut: string | undefined;
  readonly scratch: string;
}

export async function benchCut(bench: CutBench): Promise<void> {
  const { file, seconds, startSeconds, runs, smartcut, scratch } = bench;
  const toolchain = new FfmpegToolchain();
  const facts = await new FfmpegVideoProbe(toolchain).probe(file);
  const cut = chooseRange(file, facts, seconds, startSeconds);
  const cutter = new FfmpegClipCutter(toolchain);
  const [copy, full] = [join(scratch, 'copied.mp4'), join(scratch, 'reencoded.mp4')];
  const ratios: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const copied = await timed(() => cutter.cut(cut, copy));
    const encoded = await timed(() => cutter.cut({ ...cut, method: 'reencode' }, full));
    ratios.push(encoded.wallSeconds / copied.wallSeconds);
    const { method, copiedShare, reason } = copied.result;
    console.log(
      `run ${run}: ${method} ${(copiedShare * 100).toFixed(1)}%${reason ? ` (${reason})` : ''} in ${copied.wallSeconds.toFixed(2)} s, ` +
        `encoded in full in ${encoded.wallSeconds.toFixed(2)} s: ${ratios.at(-1)!.toFixed(1)} times as fast`,
    );
  }
  const sorted = ratios.sort((one, other) => one - other);
  console.log(`\n${cut.frames} frames from ${secondsOf(cut.startTicks, facts).toFixed(3)} s on`);
  console.log(`ratio, median of ${runs}: ${sorted[Math.floor(runs / 2)]!.toFixed(1)}`);
  console.log(`size: copied ${megabytes(copy)} MB, encoded in full ${megabytes(full)} MB`);
  console.log(
    `frames that decode to the source's, bit by bit: ${countIdentical(cut, copy)} of ${cut.frames}`,
  );
  if (smartcut) benchSmartcut(smartcut, cut, { runs, target: join(scratch, 'smartcut.mp4') });
}

/** The same range by a program that is asked for it by its frames. */
function benchSmartcut(
  program: string,
  cut: ClipCut & { readonly startFrame: number },
  { runs, target }: { runs: number; target: string },
): void {
  const range = `${cut.startFrame},${cut.startFrame + cut.frames}`;
  const times: string[] = [];
  for (let run = 1; run <= runs; run++) {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(program, [cut.sourcePath, target, '--frames', '--keep', range], {
      encoding: 'utf8',
    });
    if (status !== 0) return console.log(`\n${program} failed: ${stderr.trim().split('\n').at(-1)}`);
    times.push(((performance.now() - startedAt) / 1000).toFixed(2));
  }
  const frames = hashes(['-i', target]).length;
  console.log(`\n${program}: ${times.join(', ')} s, ${frames} frames (asked for: ${cut.frames}),`);
  console.log(
    `size ${megabytes(target)} MB, the source's at their place, bit by bit: ${countIdentical(cut, target)}`,
  );
}

async function timed(cut: () => Promise<CutClip>): Promise<{ result: CutClip; wallSeconds: number }> {
  const startedAt = performance.now();
  const result = await cut();
  return { result, wallSeconds: (performance.now() - startedAt) / 1000 };
}

function chooseRange(
  file: string,
  facts: VideoFacts,
  seconds: number,
  startSeconds: number | undefined,
): ClipCut & { readonly startFrame: number } {
  const listing = tool('ffprobe', [
    '-select_streams',
    'V:0',
    '-show_entries',
    'packet=pts',
    '-of',
    'csv=p=0',
    file,
  ]);
  const zero = Math.round((facts.startSeconds * facts.timeBase.den) / facts.timeBase.num);
  const times = [...listing.matchAll(/^-?\d+/gm)]
    .map(([ticks]) => Number(ticks) - zero)
    .sort((one, other) => one - other);
  const from = startSeconds ?? secondsOf(times.at(-1) ?? 0, facts) / 6;
  const first = times.findIndex((ticks) => secondsOf(ticks, facts) >= from);
  const next = times.findIndex((ticks) => secondsOf(ticks, facts) >= from + seconds);
  const last = next < 0 ? times.length - 1 : next;
  if (first < 0 || last <= first) throw new Error(`the file has no ${seconds} s from ${from} s on`);
  return {
    ...{ sourcePath: file, facts, frames: last - first, startFrame: first, previousTicks: times[first - 1] },
    ...{ startTicks: times[first]!, endTicks: times[last]! },
  };
}

function secondsOf(ticks: number, { timeBase }: VideoFacts): number {
  return (ticks * timeBase.num) / timeBase.den;
}

/** Decodes clip and source in full over the range and compares a hash of every frame. */
function countIdentical({ sourcePath, facts, startTicks, endTicks }: ClipCut, clip: string): number {
  const zero = Math.round((facts.startSeconds * facts.timeBase.den) / facts.timeBase.num);
  const seek = Math.max(0, secondsOf(startTicks, facts) - 15).toFixed(3);
  const trim = `trim=start_pts=${startTicks + zero}:end_pts=${endTicks + zero}`;
  const source = hashes(['-copyts', '-noaccurate_seek', '-ss', seek, '-i', sourcePath, '-vf', trim]);
  return hashes(['-i', clip]).filter((hash, at) => hash === source[at]).length;
}

function hashes(input: readonly string[]): string[] {
  const listing = tool('ffmpeg', [
    '-nostdin',
    ...input,
    '-map',
    '0:V:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    '-',
  ]);
  return [...listing.matchAll(/^0,.* ([0-9a-f]{32})$/gm)].map((line) => line[1]!);
}

function tool(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, ['-v', 'error', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(1);
}
