import type { ClipCut } from '#ports/clip-cutter.port.js';
import { readMp4Tracks } from '../read-mp4-tracks.js';
import { readPacketList } from '../read-packet-list.js';
import { AAC_BLOCK, planCopiedSound } from './plan-copied-sound.js';
import { readAacConfiguration } from './read-aac-configuration.js';

/** The sound of a clip, in a file. */
export interface CutSound {
  readonly path: string;
  /** Where the file has the source's packets: what of them the clip has. */
  readonly copied: CopiedSound | undefined;
}

export interface CopiedSound {
  /** ffmpeg's bitstream filters that leave these packets, at their times in the clip. */
  readonly filters: string;
  /** Sizes of the packets that the clip has, in bytes. */
  readonly sizes: readonly number[];
  /** So many samples come before the clip. */
  readonly leadIn: number;
}

/** At half the usual rate it may be HE-AAC in disguise, whose decoder remembers more than one packet. */
const LEAST_SAMPLES_PER_SECOND = 32_000;
const AAC_LC = 2;

/** @param list what ffmpeg's `framecrc` wrote about the packets of the file. @returns undefined where they cannot be copied */
export async function readCopiedSound(
  path: string,
  list: string,
  { facts, startTicks, endTicks }: ClipCut,
): Promise<CopiedSound | undefined> {
  const track = (await readMp4Tracks(path)).find(({ kind }) => kind === 'soun');
  const configuration = track && readAacConfiguration(track.entry);
  if (!track || configuration?.objectType !== AAC_LC || track.timescale < LEAST_SAMPLES_PER_SECOND)
    return undefined;
  // more than two channels are mixed down, as in an encoded clip
  if (configuration.channels !== 1 && configuration.channels !== 2) return undefined;
  const { timeBase, ticks } = readPacketList(list);
  const times = ticks.map(
    (heard) => ((heard * timeBase.num) / timeBase.den - facts.startSeconds) * track.timescale,
  );
  if (times.length !== track.samples.length) return undefined;
  const samplesOf = (ticks: number): number =>
    (ticks * facts.timeBase.num * track.timescale) / facts.timeBase.den;
  const [start, end] = [samplesOf(startTicks), samplesOf(endTicks)];
  const plan = planCopiedSound({ times, samplesPerSecond: track.timescale, start, end });
  if (!plan) return undefined;
  const { first, last, leadIn } = plan;
  return {
    filters: `noise=drop='lt(n,${first})+gt(n,${last})',setts=ts=N*${AAC_BLOCK}-${leadIn}:duration=${AAC_BLOCK}`,
    sizes: track.samples.slice(first, last + 1).map(({ size }) => size),
    leadIn,
  };
}
