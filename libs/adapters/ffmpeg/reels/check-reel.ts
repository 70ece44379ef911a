import type { VideoFacts } from '#domain/episode/episode.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import type { Mp4Track } from '../copying/read-mp4-tracks.js';
import { chapterTitle } from '../describe-chapters.js';

export interface FinishedReel {
  readonly tracks: readonly Mp4Track[];
  /** What ffprobe wrote about the chapters. */
  readonly chapters: string;
  /** Of every decoded picture of the reel, and of the pieces it was joined from. */
  readonly hashes: readonly string[];
  readonly pieceHashes: readonly string[];
}

/** Sound may last so many of its samples longer than the pictures: AAC comes in blocks of 1024. */
const SOUND_TOLERANCE = 2048;
/** Chapters are kept in milliseconds. */
const CHAPTER_TOLERANCE_SECONDS = 0.0015;

/** What is wrong with a finished reel; undefined when it is what was planned. */
export function findReelFault(reel: FinishedReel, plan: ReelPlan, facts: VideoFacts): string | undefined {
  return (
    findPictureFault(reel, plan, facts) ??
    findSoundFault(reel, plan, facts) ??
    findChapterFault(reel.chapters, plan, facts)
  );
}

function findPictureFault(
  { tracks, hashes, pieceHashes }: FinishedReel,
  plan: ReelPlan,
  facts: VideoFacts,
): string | undefined {
  const track = tracks.find(({ kind }) => kind === 'vide');
  const planned = plan.pieces.flatMap(({ times }) => times);
  const shown =
    track?.samples.map(({ ticks }) => ticks - track.firstTicks).sort((one, other) => one - other) ?? [];
  if (shown.length !== plan.frames) return `it has ${shown.length} frames instead of ${plan.frames}`;
  const isInTime =
    track?.timescale === facts.timeBase.den &&
    track.emptyTicks === 0 &&
    track.lengthInTicks === plan.lengthInTicks &&
    shown.every((ticks, at) => ticks === planned[at]);
  if (!isInTime) return 'its frames did not come out at their times';
  if (hashes.length !== plan.frames)
    return `only ${hashes.length} of its ${plan.frames} frames can be decoded`;
  const wrong = hashes.findIndex((hash, at) => hash !== pieceHashes[at]);
  return wrong < 0 ? undefined : `its frame ${wrong} is not the one that was joined`;
}

function findSoundFault({ tracks }: FinishedReel, plan: ReelPlan, facts: VideoFacts): string | undefined {
  if (!facts.hasAudio) return undefined;
  const track = tracks.find(({ kind }) => kind === 'soun');
  if (!track) return 'its sound is missing';
  const seconds = (plan.lengthInTicks * facts.timeBase.num) / facts.timeBase.den;
  const off = track.lengthInTicks - track.firstTicks - seconds * track.timescale;
  return track.emptyTicks === 0 && Math.abs(off) <= SOUND_TOLERANCE
    ? undefined
    : `its sound is ${Math.round((off / track.timescale) * 1000)} ms longer than its pictures`;
}

function findChapterFault(probed: string, plan: ReelPlan, { timeBase }: VideoFacts): string | undefined {
  const { chapters = [] } = JSON.parse(probed || '{}') as {
    chapters?: readonly { start_time?: string; tags?: { title?: string } }[];
  };
  if (chapters.length !== plan.chapters.length)
    return `it has ${chapters.length} chapters instead of ${plan.chapters.length}`;
  const wrong = plan.chapters.findIndex(({ startTicks, title }, at) => {
    const off = Number(chapters[at]?.start_time) - (startTicks * timeBase.num) / timeBase.den;
    return !(Math.abs(off) <= CHAPTER_TOLERANCE_SECONDS) || chapters[at]?.tags?.title !== chapterTitle(title);
  });
  return wrong < 0 ? undefined : `its chapter ${wrong + 1} is not where it should be`;
}
