// Films for cutting, and the check of what was cut from them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { clipCutter, counting, readAll, type ReadFrame } from './ffmpeg-ports.js';

/** Grain, so that no two frames are alike and an encoded one differs from the one it was made of. */
const GRAIN = ['-vf', 'noise=alls=10:allf=t'];
const H264 = [...GRAIN, '-c:v', 'libx264', '-preset', 'fast', '-pix_fmt', 'yuv420p', '-crf', '24'];
const HEVC = [...GRAIN, '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-crf', '24'];
export const x264 = (params: string): string[] => [...H264, '-x264-params', params];
export const x265 = (params: string): string[] => [...HEVC, '-x265-params', `log-level=error:${params}`];

export interface Film {
  readonly path: string;
  readonly facts: ClipCut['facts'];
  readonly frames: readonly ReadFrame[];
  readonly endTicks: number;
}

/** @param bars where the frame numbers are drawn, when not at the bottom */
export async function openFilm(path: string, bars?: 'top'): Promise<Film> {
  const { facts, frames, summary } = await readAll(path, bars ? { bars } : {});
  return { path, facts, frames, endTicks: summary.endTicks };
}

export function planned({ path, facts, frames, endTicks }: Film, start: number, end: number): ClipCut {
  return {
    sourcePath: path,
    facts,
    startTicks: frames[start]?.ticks ?? 0,
    endTicks: frames[end]?.ticks ?? endTicks,
    frames: end - start,
    previousTicks: frames[start - 1]?.ticks,
    startFrame: start,
  };
}

/** A hash of every decoded picture, in the order in which they are shown. */
function hashes(path: string, fromSeconds?: number): string[] {
  const seek = fromSeconds === undefined ? [] : ['-ss', String(fromSeconds)];
  const args = [
    '-nostdin',
    '-v',
    'error',
    ...seek,
    '-i',
    path,
    '-map',
    '0:V:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    '-',
  ];
  const { stdout, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  assert.equal(stderr, '', 'decodes without a complaint');
  return [...stdout.matchAll(/^0,.* ([0-9a-f]{32})$/gm)].map((line) => line[1]!);
}

/** How many frames are encoded anew at either end. */
export interface Expected {
  readonly head: number;
  readonly tail: number;
}

/** Cuts, and checks every frame: its number, its time, and where it should be the source's own, every bit of it. Returns the clip. */
export async function checkCut(
  source: Film,
  start: number,
  end: number,
  expected: Expected | RegExp,
): Promise<string> {
  const target = `${source.path}.${start}-${end}.mp4`;
  const cut = planned(source, start, end);
  const result = await clipCutter.cut(cut, target);
  const clip = await readAll(target);
  assert.deepEqual(
    clip.frames.map(({ code }) => code),
    source.frames.slice(start, end).map(({ code }) => code),
  );
  assert.deepEqual(
    clip.frames.map(({ ticks }) => ticks * (source.facts.timeBase.den / clip.facts.timeBase.den)),
    source.frames.slice(start, end).map(({ ticks }) => ticks - cut.startTicks),
  );
  if (expected instanceof RegExp) {
    assert.equal(result.method, 'reencoded');
    assert.match(result.reason ?? '', expected);
    assert.equal(result.copiedShare, 0);
    return target;
  }
  assert.deepEqual(
    [result.method, result.reason, Math.round(result.copiedShare * (end - start))],
    ['copied', null, end - start - expected.head - expected.tail],
  );
  const all = hashes(target);
  const same = all.map((hash, at) => hash === hashesOf(source.path)[start + at]);
  assert.deepEqual(
    same,
    counting(start, end).map((_, at) => at >= expected.head && at < end - start - expected.tail),
  );
  // whoever jumps into the middle finds what is needed to decode from there on
  const seconds =
    (clip.frames[Math.floor((end - start) / 2)]!.ticks * clip.facts.timeBase.num) / clip.facts.timeBase.den;
  const rest = hashes(target, seconds + 0.002);
  assert.ok(rest.length > 0);
  assert.deepEqual(rest, all.slice(-rest.length));
  return target;
}

const known = new Map<string, string[]>();
function hashesOf(path: string): string[] {
  const found = known.get(path) ?? hashes(path);
  known.set(path, found);
  return found;
}
