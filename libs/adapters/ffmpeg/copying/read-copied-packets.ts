import { open, type FileHandle } from 'node:fs/promises';
import type { VideoFacts } from '#domain/episode/episode.js';
import { entryKind, isParameterSet, listNalUnits, type EntryKind } from './nal-units.js';
import { readConfiguration, type DecoderConfiguration } from './parameter-sets.js';
import type { SourcePacket } from './plan-copied-cut.js';
import { readMp4Tracks, type Mp4Sample } from './read-mp4-tracks.js';
import { readPacketList } from './read-packet-list.js';

/** The source's packets around a cut, in a file of our own. */
export interface CopiedPackets {
  readonly path: string;
  /** In decoding order, as are `samples`. */
  readonly packets: readonly SourcePacket[];
  readonly samples: readonly Mp4Sample[];
  readonly entry: Buffer;
  readonly configuration: DecoderConfiguration;
  /** What to add to the domain's ticks to get the file's. */
  readonly offset: number;
  /** Where decoding has to begin for a frame at these (the domain's) ticks, counted from the file's first frame. */
  readonly entryBefore: (ticks: number) => number;
}

/** A keyframe larger than this is not looked into. */
const MOST_KEYFRAME = 64 * 1024 * 1024;

/** @returns the packets, or why they cannot be used. `list` is what ffmpeg's `framecrc` wrote about the same packets. */
export async function readCopiedPackets(
  path: string,
  list: string,
  facts: VideoFacts,
): Promise<CopiedPackets | string> {
  const track = (await readMp4Tracks(path)).find(({ kind }) => kind === 'vide');
  const configuration = track && readConfiguration(track.entry);
  if (!track || configuration?.codec !== facts.videoCodec) return 'its packets do not fit into an MP4';
  if (configuration.lengthSize !== 4) return 'its packets have short lengths';
  const times = readPacketTimes(list, facts);
  const offset = (track.samples[0]?.ticks ?? 0) - (times[0] ?? 0);
  const areKept =
    times.length === track.samples.length &&
    track.timescale === facts.timeBase.den &&
    track.samples.every(({ ticks }, at) => ticks === (times[at] ?? NaN) + offset);
  if (!areKept) return 'the times of its packets are missing or broken';
  const entries = await readEntries(path, track.samples, configuration);
  if (!entries) return 'its parameter sets change';
  const packets = times.map((ticks, at) => ({ ticks, entry: entries.get(at) }));
  const firstTicks = times.reduce((least, ticks) => Math.min(least, ticks), Infinity);
  const entryBefore = (wanted: number): number => {
    const isBefore = ({ entry, ticks }: SourcePacket): boolean =>
      entry !== undefined && (ticks ?? Infinity) <= wanted;
    return Math.max(0, (packets.findLast(isBefore)?.ticks ?? firstTicks) - firstTicks);
  };
  return { path, packets, samples: track.samples, entry: track.entry, configuration, offset, entryBefore };
}

/** In the domain's ticks; none where the list is on another clock than the stream. */
export function readPacketTimes(list: string, { timeBase, startSeconds }: VideoFacts): number[] {
  const { timeBase: listed, ticks } = readPacketList(list);
  if (listed.num !== timeBase.num || listed.den !== timeBase.den) return [];
  const startTicks = Math.round((startSeconds * timeBase.den) / timeBase.num);
  return ticks.map((shown) => shown - startTicks);
}

/** What each keyframe is to a decoder; undefined when one brings other parameter sets than the file's description has. */
async function readEntries(
  path: string,
  samples: readonly Mp4Sample[],
  { codec, sets }: DecoderConfiguration,
): Promise<Map<number, EntryKind> | undefined> {
  const entries = new Map<number, EntryKind>();
  const file = await open(path, 'r');
  try {
    for (const [index, sample] of samples.entries()) {
      if (!sample.isKey || sample.size > MOST_KEYFRAME) continue;
      const bytes = await readSample(file, sample);
      const own = listNalUnits(codec, bytes).filter((unit) => isParameterSet(codec, unit));
      if (own.some((unit) => !sets.some((set) => set.equals(unit.bytes)))) return undefined;
      const kind = entryKind(codec, bytes);
      if (kind) entries.set(index, kind);
    }
  } finally {
    await file.close();
  }
  return entries;
}

export async function readSample(file: FileHandle, { position, size }: Mp4Sample): Promise<Buffer> {
  return (await file.read(Buffer.alloc(size), 0, size, position)).buffer;
}
