import { open, type FileHandle } from 'node:fs/promises';
import { findBox, findBoxes } from './mp4-boxes.js';

/** One coded picture (or stretch of sound) of a file. */
export interface Mp4Sample {
  readonly position: number;
  readonly size: number;
  /** Presentation time in ticks of the track, before its edit list. */
  readonly ticks: number;
  readonly isKey: boolean;
}

export interface Mp4Track {
  readonly kind: 'vide' | 'soun' | 'other';
  readonly timescale: number;
  /** The sample description, a whole box such as `avc1` with its header. */
  readonly entry: Buffer;
  /** In decoding order. */
  readonly samples: readonly Mp4Sample[];
  /** Where presentation begins, in ticks of the track. */
  readonly firstTicks: number;
  /** Nothing is shown for so long first, in ticks of the film. */
  readonly emptyTicks: number;
  /** Length of the media in ticks of the track. */
  readonly lengthInTicks: number;
}

const MOST_INDEX = 512 * 1024 * 1024;

/** Reads the tables of an unfragmented MP4 that ffmpeg wrote for us; the media itself stays where it is. */
export async function readMp4Tracks(path: string): Promise<Mp4Track[]> {
  const file = await open(path, 'r');
  try {
    const index = await readIndex(file);
    return index ? findBoxes(index, ['trak']).map(readTrack) : [];
  } finally {
    await file.close();
  }
}

async function readIndex(file: FileHandle): Promise<Buffer | undefined> {
  const { size: end } = await file.stat();
  for (let at = 0; at + 8 <= end;) {
    const { buffer } = await file.read(Buffer.alloc(16), 0, 16, at);
    const short = buffer.readUInt32BE(0);
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(buffer.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    if (size < header) return undefined;
    if (buffer.toString('latin1', 4, 8) === 'moov') {
      if (size > MOST_INDEX) return undefined;
      return (await file.read(Buffer.alloc(size - header), 0, size - header, at + header)).buffer;
    }
    at += size;
  }
  return undefined;
}

function readTrack(track: Buffer): Mp4Track {
  const media = findBox(track, ['mdia']) ?? Buffer.alloc(0);
  const table = findBox(media, ['minf', 'stbl']) ?? Buffer.alloc(0);
  const handler = findBox(media, ['hdlr'])?.toString('latin1', 8, 12);
  const header = findBox(media, ['mdhd']);
  const durations = expand(readPairs(findBox(table, ['stts'])));
  return {
    kind: handler === 'vide' || handler === 'soun' ? handler : 'other',
    timescale: header ? header.readUInt32BE(header[0] === 1 ? 20 : 12) : 0,
    entry: Buffer.from((findBox(table, ['stsd']) ?? Buffer.alloc(8)).subarray(8)),
    samples: readSamples(table, durations),
    lengthInTicks: durations.reduce((sum, ticks) => sum + ticks, 0),
    ...readEdits(findBox(track, ['edts', 'elst'])),
  };
}

function readSamples(table: Buffer, durations: readonly number[]): Mp4Sample[] {
  const sizes = readSizes(findBox(table, ['stsz']));
  const positions = placeSamples(table, sizes);
  const offsets = expand(readPairs(findBox(table, ['ctts'])));
  const syncs = findBox(table, ['stss']);
  const keys = syncs && new Set(readWords(syncs.subarray(4)).slice(1));
  let time = 0;
  return sizes.map((size, at) => {
    const ticks = time + (offsets[at] ?? 0);
    time += durations[at] ?? 0;
    return { position: positions[at] ?? 0, size, ticks, isKey: keys?.has(at + 1) ?? true };
  });
}

function readSizes(box: Buffer | undefined): number[] {
  if (!box) return [];
  const [common = 0, count = 0] = [box.readUInt32BE(4), box.readUInt32BE(8)];
  return common > 0
    ? Array.from({ length: count }, () => common)
    : readWords(box.subarray(12)).slice(0, count);
}

/** Chunk positions and samples per chunk give every sample its place. */
function placeSamples(table: Buffer, sizes: readonly number[]): number[] {
  const wide = findBox(table, ['co64']);
  const narrow = findBox(table, ['stco']);
  const chunks = wide ? readWords64(wide.subarray(8)) : narrow ? readWords(narrow.subarray(8)) : [];
  const runs = readTriples(findBox(table, ['stsc']));
  const places: number[] = [];
  let run = 0;
  for (const [index, start] of chunks.entries()) {
    while ((runs[run + 1]?.[0] ?? Infinity) <= index + 1) run++;
    let place = start;
    for (let left = runs[run]?.[1] ?? 0; left > 0 && places.length < sizes.length; left--) {
      places.push(place);
      place += sizes[places.length - 1] ?? 0;
    }
  }
  return places;
}

function readEdits(box: Buffer | undefined): { firstTicks: number; emptyTicks: number } {
  if (!box) return { firstTicks: 0, emptyTicks: 0 };
  const isWide = box[0] === 1;
  const edits = Array.from({ length: box.readUInt32BE(4) }, (_, index) => {
    const at = 8 + index * (isWide ? 20 : 12);
    return {
      length: isWide ? Number(box.readBigUInt64BE(at)) : box.readUInt32BE(at),
      from: isWide ? Number(box.readBigInt64BE(at + 8)) : box.readInt32BE(at + 4),
    };
  });
  const emptyTicks = edits.filter(({ from }) => from < 0).reduce((sum, { length }) => sum + length, 0);
  return { firstTicks: edits.find(({ from }) => from >= 0)?.from ?? 0, emptyTicks };
}

function readWords(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readUInt32BE(at * 4));
}

function readWords64(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 3 }, (_, at) => Number(bytes.readBigUInt64BE(at * 8)));
}

/** `(count, value)` pairs; composition offsets may be negative. */
function readPairs(box: Buffer | undefined): [number, number][] {
  if (!box) return [];
  return Array.from({ length: box.readUInt32BE(4) }, (_, at) => [
    box.readUInt32BE(8 + at * 8),
    box.readInt32BE(12 + at * 8),
  ]);
}

function readTriples(box: Buffer | undefined): [number, number][] {
  if (!box) return [];
  return Array.from({ length: box.readUInt32BE(4) }, (_, at) => [
    box.readUInt32BE(8 + at * 12),
    box.readUInt32BE(12 + at * 12),
  ]);
}

function expand(pairs: readonly (readonly [number, number])[]): number[] {
  return pairs.flatMap(([count, value]) => Array.from({ length: count }, () => value));
}
