import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CopyingRefused } from '../copying/copying-refused.js';
import { readMp4Tracks } from '../copying/read-mp4-tracks.js';
import { writeJoinedVideo } from '../copying/write-joined-video.js';
import { describeChapters } from '../describe-chapters.js';
import { throwIfAborted } from '../media-errors.js';
import { runToEnd } from '../run-to-end.js';
import { findReelFault } from './check-reel.js';
import { joinPieces } from './join-pieces.js';
import {
  planChapterProbe,
  planPictureHashes,
  planReelFile,
  planStretchSound,
  readPictureHashes,
} from './plan-reel-file.js';
import { runReelPlan, type ReelMaking } from './reel-making.js';
import { placeSounds } from './reel-samples.js';
import { writeReelSound } from './write-reel-sound.js';

/**
 * Joins finished pieces, adds sound and chapters, and checks the whole.
 * @throws CopyingRefused when the finished file is not what was planned
 */
export async function writeReelFile(making: ReelMaking, piecePaths: readonly string[]): Promise<void> {
  const { plan, facts, partsFolder, draft, options, signal, onProgress } = making;
  const pictures = join(partsFolder, 'pictures.mp4');
  const chapters = join(partsFolder, 'chapters.txt');
  await rm(pictures, { force: true });
  await writeJoinedVideo(pictures, await joinPieces(plan, piecePaths, facts), signal);
  await writeFile(chapters, describeChapters(plan.chapters, facts));
  const sound = facts.hasAudio ? await writeSound(making) : undefined;
  const lastTicks = plan.lengthInTicks - (plan.pieces.at(-1)?.times.at(-1) ?? 0);
  await runReelPlan(
    making,
    planReelFile({ facts, limits: options, pictures, sound, chapters, lastTicks, target: draft }),
  );
  onProgress?.(plan.pieces.length / (plan.pieces.length + 1));
  const fault = findReelFault(
    {
      tracks: await readMp4Tracks(draft),
      chapters: await probeChapters(making),
      hashes: await hashPictures(making, [draft]),
      pieceHashes: await hashPictures(making, piecePaths),
    },
    plan,
    facts,
  );
  if (fault) throw new CopyingRefused(fault);
  onProgress?.(1);
}

async function writeSound(making: ReelMaking): Promise<string> {
  const { plan, facts, source, partsFolder, options, signal } = making;
  const target = join(partsFolder, 'sound.raw');
  await rm(target, { force: true });
  await writeReelSound({
    target,
    sounds: placeSounds(plan, facts),
    cut: async ({ stretch, samples }) => {
      const part = join(partsFolder, 'stretch.raw');
      if (stretch) {
        const sound = { source: source.path, facts, limits: options, stretch, samples, target: part };
        await runReelPlan(making, planStretchSound(sound));
      }
      return part;
    },
    signal,
  });
  return target;
}

async function hashPictures(making: ReelMaking, paths: readonly string[]): Promise<string[]> {
  const hashes: string[] = [];
  const facts = { ...making.facts, container: 'mp4', startSeconds: 0 };
  for (const path of paths)
    hashes.push(
      ...readPictureHashes(await runReelPlan(making, planPictureHashes(path, facts, making.options))),
    );
  return hashes;
}

async function probeChapters({ toolchain, draft, options, signal }: ReelMaking): Promise<string> {
  const { stdout } = await runToEnd({
    path: toolchain.ffprobe.path,
    args: planChapterProbe(draft, options),
    timeoutMs: options.probeTimeoutMs,
    signal,
  });
  throwIfAborted(signal, 'joining a reel');
  return stdout.toString('utf8');
}
