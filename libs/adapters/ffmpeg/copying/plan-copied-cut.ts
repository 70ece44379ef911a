// Decides which frames of a cut can be taken over bit by bit, and which few beside them have to be encoded anew.
import type { EntryKind } from './nal-units.js';

/** One coded frame of the source. */
export interface SourcePacket {
  /** When it is shown, in the domain's ticks. */
  readonly ticks: number | undefined;
  /** Set where decoding can start. */
  readonly entry: EntryKind | undefined;
}

export interface CopiedCutRequest {
  /** In decoding order, from an entry at or before the cut to where every frame of the cut has come. */
  readonly packets: readonly SourcePacket[];
  readonly startTicks: number;
  readonly endTicks: number;
  readonly frames: number;
}

/** A span `[startTicks, endTicks)` with the times of its frames in the order in which they are shown. */
export interface Span {
  readonly startTicks: number;
  readonly endTicks: number;
  readonly times: readonly number[];
}

export interface CopiedCutPlan {
  readonly isCopied: true;
  /** Encoded anew, from the cut's start to the first entry; undefined when the cut starts at one. */
  readonly head: Span | undefined;
  /** Taken over. `packets` are indices in decoding order; leading pictures of the first one are missing. */
  readonly copied: Span & { readonly packets: readonly number[] };
  /** Encoded anew, from where the copied frames stop being complete; undefined when that is the cut's end. */
  readonly tail: Span | undefined;
}

export interface CopyRefused {
  readonly isCopied: false;
  readonly reason: string;
}

/** Below this the seams cost more than copying saves. */
const LEAST_COPIED_SHARE = 0.25;

/**
 * Copied frames start at an entry and go on in decoding order for as long as what was decoded is, in the order of
 * showing, complete: any beginning of a decodable stream is decodable, so its end needs no keyframe.
 */
export function planCopiedCut(request: CopiedCutRequest): CopiedCutPlan | CopyRefused {
  const { packets, startTicks, endTicks, frames } = request;
  const times = timesOfCut(request);
  if (!times) return refused('the times of its packets are not those of its frames');
  const first = packets.findIndex(
    ({ entry, ticks = -Infinity }, index) =>
      entry !== undefined && ticks >= startTicks && ticks < endTicks && isClean(packets, index),
  );
  if (first < 0) return refused('no keyframe that is free of earlier frames lies in the cut');
  const from = times.indexOf(packets[first]?.ticks ?? NaN);
  const kept = keepComplete(packets, first, times.slice(from));
  if (kept.length < frames * LEAST_COPIED_SHARE) {
    return refused(`only ${kept.length} of its ${frames} frames could be copied`);
  }
  const until = from + kept.length;
  const tickAt = (frame: number): number => times[frame] ?? endTicks;
  const span = (start: number, end: number): Span => ({
    startTicks: tickAt(start),
    endTicks: tickAt(end),
    times: times.slice(start, end),
  });
  return {
    isCopied: true,
    head: from > 0 ? span(0, from) : undefined,
    copied: { ...span(from, until), packets: kept },
    tail: until < frames ? span(until, frames) : undefined,
  };
}

/** The times of the cut's frames, ascending; undefined when they are not what the cut says. */
function timesOfCut({ packets, startTicks, endTicks, frames }: CopiedCutRequest): number[] | undefined {
  if (packets.some(({ ticks }) => ticks === undefined)) return undefined;
  const times = packets
    .map(({ ticks = 0 }) => ticks)
    .filter((ticks) => ticks >= startTicks && ticks < endTicks)
    .sort((one, other) => one - other);
  const areApart = times.every((time, at) => at === 0 || time > (times[at - 1] ?? time));
  return times.length === frames && times[0] === startTicks && areApart ? times : undefined;
}

/** Everything decoded before an entry is shown before it; else the stream is not what its entries claim. */
function isClean(packets: readonly SourcePacket[], index: number): boolean {
  const entryTicks = packets[index]?.ticks ?? 0;
  return packets.slice(0, index).every(({ ticks = 0 }) => ticks < entryTicks);
}

/** The longest run of packets from `first` on whose frames are exactly the first of `times`. */
function keepComplete(packets: readonly SourcePacket[], first: number, times: readonly number[]): number[] {
  const rank = new Map(times.map((time, at) => [time, at]));
  const entryTicks = packets[first]?.ticks ?? 0;
  const kept: number[] = [];
  let complete = 0;
  let highest = -1;
  for (let index = first; index < packets.length; index++) {
    const ticks = packets[index]?.ticks ?? 0;
    // A leading picture: shown before the entry, may refer to what came before it, and nothing later refers to it.
    if (ticks < entryTicks) continue;
    const place = rank.get(ticks);
    if (place === undefined) break;
    kept.push(index);
    highest = Math.max(highest, place);
    if (highest === kept.length - 1) complete = kept.length;
  }
  return kept.slice(0, complete);
}

function refused(reason: string): CopyRefused {
  return { isCopied: false, reason };
}
