import { isDeepStrictEqual } from 'node:util';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import type { MediaLimits } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { CopyingRefused } from './copying-refused.js';
import type { CopiedCutPlan } from './plan-copied-cut.js';
import { findSeamFault, planSeamCheck, planSeamWindows } from './plan-seam-check.js';
import { AAC_BLOCK } from './sound/plan-copied-sound.js';
import type { CopiedSound } from './sound/read-copied-sound.js';
import { settleAll } from './settle-all.js';
import { readMp4Tracks, type Mp4Track } from './read-mp4-tracks.js';

export interface CopiedClipCheck {
  readonly cut: ClipCut;
  readonly plan: CopiedCutPlan;
  /** Sound that was copied; any other, or none, where absent. */
  readonly sound: CopiedSound | undefined;
  readonly source: string;
  readonly clip: string;
  readonly limits: MediaLimits;
  readonly threads: number | undefined;
  /** Runs a comparison and returns what it wrote. */
  readonly compare: (plan: FfmpegPlan) => Promise<string>;
}

/** Sound may last so many of its samples longer than the pictures: AAC comes in blocks of 1024. */
const SOUND_TOLERANCE = 2048;

/** @throws CopyingRefused when the finished clip is not what was planned. */
export async function checkCopiedClip(check: CopiedClipCheck): Promise<void> {
  const { cut, plan, clip } = check;
  const tracks = await readMp4Tracks(clip);
  const fault =
    findTimeFault(
      cut,
      plan,
      tracks.find(({ kind }) => kind === 'vide'),
    ) ??
    findSoundFault(
      check,
      tracks.find(({ kind }) => kind === 'soun'),
    );
  if (fault) throw new CopyingRefused(fault);
  const compared = planSeamWindows(plan).map(async (window) =>
    findSeamFault(await check.compare(planSeamCheck({ ...check, window })), window),
  );
  const [seamFault] = (await settleAll(compared)).filter((found) => found !== undefined);
  if (seamFault) throw new CopyingRefused(seamFault);
}

/** Every frame is there, at its time to the tick, and the last one ends with the cut. */
function findTimeFault(
  cut: ClipCut,
  { head, copied, tail }: CopiedCutPlan,
  track: Mp4Track | undefined,
): string | undefined {
  const planned = [head, copied, tail].flatMap((span) => span?.times ?? []);
  const shown =
    track?.samples.map(({ ticks }) => ticks - track.firstTicks).sort((one, other) => one - other) ?? [];
  const isExact =
    track?.timescale === cut.facts.timeBase.den &&
    track.emptyTicks === 0 &&
    track.lengthInTicks === cut.endTicks - cut.startTicks &&
    shown.length === cut.frames &&
    shown.every((ticks, at) => ticks === (planned[at] ?? NaN) - cut.startTicks);
  return isExact ? undefined : 'the frames did not come out at their times';
}

/** It is as long as the pictures, and where it was copied, it is those packets from that sample on. */
export function findSoundFault(
  { cut, sound }: Pick<CopiedClipCheck, 'cut' | 'sound'>,
  track: Mp4Track | undefined,
): string | undefined {
  if (!cut.facts.hasAudio) return undefined;
  if (!track) return 'the sound is missing';
  const seconds = ((cut.endTicks - cut.startTicks) * cut.facts.timeBase.num) / cut.facts.timeBase.den;
  const off = track.lengthInTicks - track.firstTicks - seconds * track.timescale;
  const isWhole =
    !sound ||
    (track.firstTicks === sound.leadIn &&
      isDeepStrictEqual(
        track.samples.map(({ size }) => size),
        sound.sizes,
      ));
  // where the sound became another one in between, ffmpeg goes back in time, and packets lie on top of each other
  const surplus = track.samples.length * AAC_BLOCK - track.lengthInTicks;
  const isEven = Math.max(Math.abs(off), Math.abs(surplus)) <= SOUND_TOLERANCE;
  return track.emptyTicks === 0 && isWhole && isEven ? undefined : 'the sound does not fit the pictures';
}
