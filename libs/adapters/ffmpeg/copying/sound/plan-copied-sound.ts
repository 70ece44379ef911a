// Decides which packets of a source's sound a clip takes over as they are. AAC comes in blocks of 1024 samples: the clip has
// those that its sound lies in, and an edit list that lets it begin at the very sample.

/** Samples of one channel in a packet of AAC-LC. */
export const AAC_BLOCK = 1024;
/** What a decoder puts out for a packet also depends on the one before. */
const PACKETS_BEFORE = 1;
/** As far as the clock of a container may round the time of a packet, in seconds. */
const MOST_ROUNDING = 0.0011;

export interface SoundCopyRequest {
  /** When each packet is heard, in samples after the start of the pictures' clock; fractions where the container rounds. */
  readonly times: readonly number[];
  readonly samplesPerSecond: number;
  /** The span of the clip, in samples. */
  readonly start: number;
  readonly end: number;
}

export interface CopiedSoundPlan {
  /** Indices of the first and the last packet. */
  readonly first: number;
  readonly last: number;
  /** So many samples of the packets come before the clip. */
  readonly leadIn: number;
}

/** @returns undefined where the packets have gaps, or none for an end of the clip: then silence has to be filled in. */
export function planCopiedSound(request: SoundCopyRequest): CopiedSoundPlan | undefined {
  const { times, samplesPerSecond, start, end } = request;
  if (times.length === 0) return undefined;
  // the mean of what each packet says evens the rounding out
  const origin = times.reduce((sum, time, at) => sum + time - at * AAC_BLOCK, 0) / times.length;
  const most = MOST_ROUNDING * samplesPerSecond;
  const isEven = times.every((time, at) => Math.abs(time - at * AAC_BLOCK - origin) <= most);
  const from = Math.floor((start - origin) / AAC_BLOCK);
  const last = Math.ceil((end - origin) / AAC_BLOCK) - 1;
  if (!isEven || from < 0 || last >= times.length || last < from) return undefined;
  const first = Math.max(0, from - PACKETS_BEFORE);
  return { first, last, leadIn: Math.round(start - origin - first * AAC_BLOCK) };
}
