import { join } from 'node:path';
import type { ReelPiece } from '#domain/reels/reel.js';
import { CopyingRefused } from '../copying/copying-refused.js';
import { readMp4Tracks } from '../copying/read-mp4-tracks.js';
import { seekSeconds } from '../plan-input.js';
import { planReelPiece, type PiecePlanning } from './plan-reel-piece.js';
import { runReelPlan, type ReelMaking } from './reel-making.js';

/**
 * Encodes every piece of the plan and returns their files.
 * @throws CopyingRefused when the source does not give the frames of one
 */
export async function encodePieces(making: ReelMaking): Promise<string[]> {
  const { plan, partsFolder, onProgress } = making;
  const paths: string[] = [];
  for (const [at, piece] of plan.pieces.entries()) {
    onProgress?.(at / (plan.pieces.length + 1));
    const target = join(partsFolder, `piece-${at}.mp4`);
    await encodePiece(making, { piece, target, isAmongCopies: false });
    paths.push(target);
  }
  return paths;
}

/** Tries the quick way first; the frames are counted. @throws CopyingRefused as above */
export async function encodePiece(
  making: ReelMaking,
  { piece, target, isAmongCopies }: Pick<PiecePlanning, 'piece' | 'target' | 'isAmongCopies'>,
): Promise<void> {
  const counts: number[] = [];
  for (const way of waysOf(making, piece)) {
    await runReelPlan(making, planReelPiece({ source: making.source, piece, target, isAmongCopies, way }));
    const [track] = await readMp4Tracks(target);
    if (track?.samples.length === piece.times.length) return;
    counts.push(track?.samples.length ?? 0);
  }
  throw new CopyingRefused(`a piece of ${piece.times.length} frames got ${counts.join(' or ')}`);
}

function waysOf({ facts }: ReelMaking, piece: ReelPiece): PiecePlanning['way'][] {
  const views = piece.kind === 'fade' ? [piece.from, piece.to] : [piece];
  const scenes = views.filter((view) => view.kind === 'scene');
  const canSeek = scenes.some(({ stretch }) => seekSeconds(facts, stretch.startTicks) !== undefined);
  return [
    ...(canSeek ? ['seek' as const] : []),
    'from-start',
    ...(scenes.length > 0 ? ['by-number' as const] : []),
  ];
}
