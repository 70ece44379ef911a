// Gives a finished clip the subtitles and chapters of its stretch of the episode. The clip comes first: where they cannot be
// had, or its pictures or sound would not stay what they are, it goes without them and says so.
import { isDeepStrictEqual } from 'node:util';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Extras, ExtrasAccount } from '#domain/clips/extras.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { readMp4Tracks, type Mp4Track } from '../copying/read-mp4-tracks.js';
import { AAC_BLOCK } from '../copying/sound/plan-copied-sound.js';
import { describeChapters, type TitledSpan } from '../describe-chapters.js';
import type { FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import type { Toolchain } from '../ffmpeg-toolchain.js';
import { throwIfAborted } from '../media-errors.js';
import { runPlan, runPlanHearing, type PlanRun } from '../run-plan.js';
import { runToEnd } from '../run-to-end.js';
import { fillGaps, placeChapters } from './place-chapters.js';
import { planCueReading, planExtrasFile, type CarriedTrack } from './plan-extras.js';
import { planExtrasProbe, readExtras, type SourceExtras, type SubtitleTrack } from './read-extras.js';
import { trimCues } from './trim-cues.js';

export interface ExtrasRun {
  readonly cut: ClipCut;
  readonly extras: Extras;
  readonly absoluteSource: string;
  /** The finished clip; replaced as a whole. */
  readonly clip: string;
  /** An empty folder for the parts. */
  readonly partsFolder: string;
  readonly toolchain: Toolchain;
  readonly options: FfmpegOptions;
  readonly signal: AbortSignal | undefined;
}

const TEXT_CODECS = ['ass', 'ssa', 'subrip', 'srt', 'mov_text', 'webvtt', 'text'];
const PICTURE_CODECS = ['dvd_subtitle', 'hdmv_pgs_subtitle', 'dvb_subtitle', 'xsub'];

/** @throws CastlineError `cancelled`, DISK.FULL */
export async function carryExtras(run: ExtrasRun): Promise<ExtrasAccount> {
  const found = await probeExtras(run);
  if (!found)
    return {
      subtitles: 0,
      chapters: 0,
      leftOut: ['subtitles and chapters: the file could not be looked through'],
    };
  const { tracks, leftOut } = run.extras.subtitles
    ? await readSubtitles(run, found.subtitles)
    : { tracks: [], leftOut: [] };
  const chapters = run.extras.chapters ? placeChapters(found.chapters, run.cut) : [];
  if (tracks.length + chapters.length === 0) return { subtitles: 0, chapters: 0, leftOut };
  const fault = await writeWithExtras(run, tracks, fillGaps(chapters, run.cut)).catch(reasonOf(run));
  return fault === undefined
    ? { subtitles: tracks.length, chapters: chapters.length, leftOut }
    : { subtitles: 0, chapters: 0, leftOut: [...leftOut, `subtitles and chapters: ${fault}`] };
}

async function probeExtras(run: ExtrasRun): Promise<SourceExtras | undefined> {
  const { absoluteSource, toolchain, options, signal } = run;
  const { stdout, exit, timedOut } = await runToEnd({
    path: toolchain.ffprobe.path,
    args: planExtrasProbe(absoluteSource, options),
    timeoutMs: options.probeTimeoutMs,
    signal,
  });
  throwIfAborted(signal, 'cutting a clip');
  return exit.code === 0 && !timedOut ? readExtras(stdout.toString('utf8')) : undefined;
}

async function readSubtitles(
  run: ExtrasRun,
  found: readonly SubtitleTrack[],
): Promise<{ tracks: CarriedTrack[]; leftOut: string[] }> {
  const tracks: CarriedTrack[] = [];
  const leftOut: string[] = [];
  for (const [at, track] of found.entries()) {
    const name = `subtitle track ${at + 1}`;
    if (PICTURE_CODECS.includes(track.codec))
      leftOut.push(`${name} consists of pictures (${track.codec}), which players do not show from an MP4`);
    else if (!TEXT_CODECS.includes(track.codec))
      leftOut.push(`${name} is in a format that is not read: ${track.codec}`);
    else {
      const path = join(run.partsFolder, `${at}.ass`);
      const read = await readCues(run, track, path).catch(reasonOf(run));
      if (typeof read === 'string') leftOut.push(`${name} could not be read: ${read}`);
      else {
        if (read.doubt !== '') leftOut.push(`perhaps something of ${name}: ${read.doubt}`);
        if (read.hasCues) tracks.push({ track, path });
      }
    }
  }
  return { tracks, leftOut };
}

interface ReadCues {
  /** False where nothing is said in the clip. */
  readonly hasCues: boolean;
  /** What ffmpeg complained about and went on; empty for an intact track. */
  readonly doubt: string;
}

/** Writes what is said in the clip to `path`. */
async function readCues(run: ExtrasRun, track: SubtitleTrack, path: string): Promise<ReadCues> {
  const { cut, absoluteSource, options, partsFolder } = run;
  const [start, end] = [secondsOf(cut.startTicks, cut), secondsOf(cut.endTicks, cut)];
  const around = join(partsFolder, 'around.ass');
  const reading = { facts: cut.facts, limits: options, source: absoluteSource, track, target: around };
  const plan = planCueReading({ ...reading, startTicks: cut.startTicks, endSeconds: end });
  const { messages } = await runPlanHearing(planRun(run, plan));
  const cues = trimCues(await readFile(around, 'utf8'), start, end);
  if (cues !== undefined) await writeFile(path, cues);
  return { hasCues: cues !== undefined, doubt: lastLine(messages) };
}

/** What went wrong, for people; a full disk and a cancelled request end the cut itself. */
function reasonOf({ signal }: ExtrasRun): (error: unknown) => string {
  return (error) => {
    throwIfAborted(signal, 'cutting a clip');
    if (error instanceof CastlineError && error.code !== 'DISK.FULL') return error.message;
    throw error;
  };
}

/** Returns what went wrong with it; undefined when the clip is replaced. */
async function writeWithExtras(
  run: ExtrasRun,
  tracks: readonly CarriedTrack[],
  chapters: readonly TitledSpan[],
): Promise<string | undefined> {
  const { clip, cut, partsFolder, options } = run;
  const target = join(partsFolder, 'with-extras.mp4');
  const chapterFile = join(partsFolder, 'chapters.txt');
  if (chapters.length > 0) await writeFile(chapterFile, describeChapters(chapters, cut.facts));
  const before = await readMp4Tracks(clip);
  const plan = planExtrasFile({
    facts: { ...cut.facts, container: 'mp4', startSeconds: 0 },
    ...{ limits: options, clip, tracks, target, lastTicks: lastTicksOf(before) },
    chapters: chapters.length > 0 ? chapterFile : undefined,
  });
  await runPlan(planRun(run, plan));
  const after = await readMp4Tracks(target);
  const media = after.filter(({ kind }) => kind !== 'other');
  if (media.length !== before.length || !media.every((track, at) => isSame(track, before[at]!)))
    return 'the clip did not stay the same with them';
  if (after.length - before.length !== tracks.length + Math.min(1, chapters.length))
    return 'some of them did not come out';
  await rename(target, clip);
  return undefined;
}

/**
 * Everything but where it lies in the file. A sound's description tells its bit rate, which is reckoned anew; how much of its
 * last block counts, ffmpeg forgets when it copies.
 */
function isSame(one: Mp4Track, other: Mp4Track): boolean {
  const isSound = one.kind === 'soun';
  return (
    Math.abs(one.lengthInTicks - other.lengthInTicks) <= (isSound ? AAC_BLOCK : 0) &&
    (isSound || one.entry.equals(other.entry)) &&
    isDeepStrictEqual(whatIsShown(one), whatIsShown(other))
  );
}

function whatIsShown({ kind, timescale, firstTicks, emptyTicks, samples }: Mp4Track) {
  const shown = samples.map(({ size, ticks, isKey }) => ({ size, ticks, isKey }));
  return { kind, timescale, firstTicks, emptyTicks, shown };
}

/** How long the frame that is shown last stays. */
function lastTicksOf(tracks: readonly Mp4Track[]): number {
  const video = tracks.find(({ kind }) => kind === 'vide');
  if (!video) return 0;
  const last = video.samples.reduce((most, { ticks }) => Math.max(most, ticks - video.firstTicks), 0);
  return video.lengthInTicks - last;
}

const secondsOf = (ticks: number, { facts }: ClipCut): number =>
  (ticks * facts.timeBase.num) / facts.timeBase.den + facts.startSeconds;

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

const planRun = ({ toolchain, options, signal }: ExtrasRun, plan: FfmpegPlan): PlanRun => ({
  ...{ ffmpegPath: toolchain.ffmpeg.path, plan, options, signal },
});
