import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReelPiece } from '#domain/reels/reel.js';
import { writeCopiedCut } from '../copying/copied-cut.js';
import { CopyingRefused } from '../copying/copying-refused.js';
import { readConfiguration } from '../copying/parameter-sets.js';
import { readMp4Tracks } from '../copying/read-mp4-tracks.js';
import { encodePiece } from './encode-pieces.js';
import { cutOfStretch } from './plan-reel-piece.js';
import type { ReelMaking } from './reel-making.js';
import { writeReelFile } from './write-reel-file.js';

/** Below this a reel is encoded in full, of one mould. */
const LEAST_COPIED_SHARE = 0.25;
/** Profiles of H.264 whose pictures are 4:2:0 of 8 bits, as those that we encode: Baseline, Main, Extended, High. */
const PLAIN_PROFILES = [66, 77, 88, 100];

interface CopiedScene {
  readonly path: string;
  readonly copiedFrames: number;
  /** Why the scene was encoded; undefined when most of it was copied. */
  readonly reason: string | undefined;
}

/**
 * Joins the scenes of a plan that has nothing else, copying what can be copied; a scene that cannot is encoded and stands
 * between the others. Returns the share of copied frames, or why the reel has to be encoded in full.
 */
export async function copyScenes(making: ReelMaking): Promise<number | string> {
  const { plan } = making;
  try {
    const scenes: CopiedScene[] = [];
    for (const [at, piece] of plan.pieces.entries()) {
      making.onProgress?.(at / (plan.pieces.length + 1));
      scenes.push(await copyScene(making, piece, at));
    }
    const share = scenes.reduce((sum, { copiedFrames }) => sum + copiedFrames, 0) / plan.frames;
    const [refused] = scenes.flatMap(({ reason }, at) =>
      reason === undefined ? [] : `scene ${at + 1}: ${reason}`,
    );
    if (refused !== undefined && (share < LEAST_COPIED_SHARE || !(await canMix(scenes)))) return refused;
    await writeReelFile(
      making,
      scenes.map(({ path }) => path),
    );
    return share;
  } catch (error) {
    if (error instanceof CopyingRefused) return error.reason;
    throw error;
  }
}

async function copyScene(making: ReelMaking, piece: ReelPiece, at: number): Promise<CopiedScene> {
  if (piece.kind !== 'scene') throw new CopyingRefused('it is not made of scenes alone');
  const { source, facts, partsFolder } = making;
  const path = join(partsFolder, `copied-${at}.mp4`);
  const folder = join(partsFolder, `copied-${at}`);
  await mkdir(folder);
  // the sound of the whole reel is made at once
  const silent = { ...source, facts: { ...facts, hasAudio: false } };
  const run = { ...making, absoluteSource: source.path, absoluteTarget: path, partsFolder: folder };
  try {
    const share = await writeCopiedCut({ ...run, cut: cutOfStretch(silent, piece.stretch) });
    return { path, copiedFrames: share * piece.times.length, reason: undefined };
  } catch (error) {
    if (!(error instanceof CopyingRefused) || facts.videoCodec !== 'h264') throw error;
    await encodePiece(making, { piece, target: path, isAmongCopies: true });
    return { path, copiedFrames: 0, reason: error.reason };
  } finally {
    await rm(folder, { force: true, recursive: true });
  }
}

async function canMix(scenes: readonly CopiedScene[]): Promise<boolean> {
  for (const { path, reason } of scenes) {
    const [track] = await readMp4Tracks(path);
    const profile = track && readConfiguration(track.entry)?.content[1];
    if (reason === undefined && !PLAIN_PROFILES.includes(profile ?? 0)) return false;
  }
  return true;
}
