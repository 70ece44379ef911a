// One video track as an MP4 (ISO/IEC 14496-12) from samples that lie in other files. ffmpeg cannot join streams with two
// sets of parameters and keep every frame's time; afterwards it takes this file as it is.
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '../media-errors.js';
import { box, fullBox, uint16, uint32, uint32List, uint64 } from './mp4-boxes.js';

export interface JoinedSample {
  /** Bytes of a file, or the bytes themselves where they were changed. */
  readonly bytes: Uint8Array | { readonly path: string; readonly position: number; readonly size: number };
  /** When it is shown, in ticks after the film's start. */
  readonly ticks: number;
  readonly isKey: boolean;
}

export interface JoinedVideo {
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** The sample description, a whole box. */
  readonly entry: Buffer;
  /** In decoding order. */
  readonly samples: readonly JoinedSample[];
  readonly lengthInTicks: number;
}

const IDENTITY = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const UNDETERMINED_LANGUAGE = 0x55c4;
const WIDE_BOX_HEADER = 16;

export async function writeJoinedVideo(
  path: string,
  video: JoinedVideo,
  signal?: AbortSignal,
): Promise<void> {
  const type = box('ftyp', Buffer.from('isom'), uint32(0x200), Buffer.from('isomiso2mp41'));
  const mediaSize = video.samples.reduce((sum, { bytes }) => sum + sizeOf(bytes), WIDE_BOX_HEADER);
  const file = await open(path, 'wx');
  try {
    await write(file, Buffer.concat([type, uint32(1), Buffer.from('mdat'), uint64(mediaSize)]));
    for (const piece of joinPieces(video.samples)) {
      throwIfAborted(signal, 'cutting a clip');
      await copy(file, piece);
    }
    await write(file, describeFilm(video, type.length + WIDE_BOX_HEADER));
  } finally {
    await file.close();
  }
}

type Bytes = JoinedSample['bytes'];

/** Neighbours in one file are copied in one go. */
function* joinPieces(samples: readonly JoinedSample[]): Generator<Bytes> {
  let last: Exclude<Bytes, Uint8Array> | undefined;
  for (const { bytes } of samples) {
    if (bytes instanceof Uint8Array) {
      if (last) yield last;
      last = undefined;
      yield bytes;
    } else if (last?.path === bytes.path && last.position + last.size === bytes.position) {
      last = { ...last, size: last.size + bytes.size };
    } else {
      if (last) yield last;
      last = bytes;
    }
  }
  if (last) yield last;
}

async function copy(file: FileHandle, piece: Bytes): Promise<void> {
  if (piece instanceof Uint8Array) return write(file, piece);
  const { path, position, size } = piece;
  const stream = createReadStream(path, {
    start: position,
    end: position + size - 1,
    highWaterMark: 1 << 20,
  });
  for await (const chunk of stream) await write(file, chunk as Buffer);
}

async function write(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

function sizeOf(bytes: Bytes): number {
  return bytes instanceof Uint8Array ? bytes.length : bytes.size;
}

interface Timing {
  /** For each sample how long until the next is decoded, and how long until it is shown. */
  readonly durations: readonly number[];
  readonly offsets: readonly number[];
  /** How long the first frame waits for its turn. */
  readonly delay: number;
}

/** Decoding times are the showing times in order, moved back by as much as the most belated frame needs. */
export function deriveTiming(times: readonly number[], lengthInTicks: number): Timing {
  const shown = [...times].sort((one, other) => one - other);
  const delay = times.reduce((most, ticks, at) => Math.max(most, (shown[at] ?? 0) - ticks), 0);
  return {
    durations: shown.map((ticks, at) => (shown[at + 1] ?? lengthInTicks) - ticks),
    offsets: times.map((ticks, at) => ticks - (shown[at] ?? 0) + delay),
    delay,
  };
}

function describeFilm(video: JoinedVideo, mediaStart: number): Buffer {
  const { timescale, lengthInTicks, samples, width, height } = video;
  const timing = deriveTiming(
    samples.map(({ ticks }) => ticks),
    lengthInTicks,
  );
  const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
  const header = [uint64(0, 0), uint32(timescale), uint64(lengthInTicks)];
  const film = fullBox(
    'mvhd',
    1,
    0,
    ...header,
    uint32(0x10000),
    uint16(0x100),
    zeros(10),
    IDENTITY,
    zeros(24),
    uint32(2),
  );
  const size = uint32(width * 0x10000, height * 0x10000);
  const track = fullBox(
    'tkhd',
    1,
    3,
    uint64(0, 0),
    uint32(1, 0),
    uint64(lengthInTicks),
    zeros(16),
    IDENTITY,
    size,
  );
  const edits = fullBox('elst', 1, 0, uint32(1), uint64(lengthInTicks, timing.delay), uint32(0x10000));
  const media = fullBox('mdhd', 1, 0, ...header, uint16(UNDETERMINED_LANGUAGE, 0));
  const handler = fullBox('hdlr', 0, 0, uint32(0), Buffer.from('vide'), zeros(13));
  const place = box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, 1)));
  const information = box(
    'minf',
    fullBox('vmhd', 0, 1, zeros(8)),
    place,
    describeSamples(video, timing, mediaStart),
  );
  return box('moov', film, box('trak', track, box('edts', edits), box('mdia', media, handler, information)));
}

function describeSamples({ entry, samples }: JoinedVideo, timing: Timing, mediaStart: number): Buffer {
  const keys = samples.flatMap(({ isKey }, at) => (isKey ? [at + 1] : []));
  return box(
    'stbl',
    fullBox('stsd', 0, 0, uint32(1), entry),
    fullBox('stts', 0, 0, runLengths(timing.durations)),
    fullBox('ctts', 0, 0, runLengths(timing.offsets)),
    fullBox('stss', 0, 0, uint32(keys.length), uint32List(keys)),
    fullBox('stsc', 0, 0, uint32(1, 1, samples.length, 1)),
    fullBox('stsz', 0, 0, uint32(0, samples.length), uint32List(samples.map(({ bytes }) => sizeOf(bytes)))),
    fullBox('co64', 0, 0, uint32(1), uint64(mediaStart)),
  );
}

function runLengths(values: readonly number[]): Buffer {
  const runs: [count: number, value: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value) last[0]++;
    else runs.push([1, value]);
  }
  return uint32List([runs.length, ...runs.flat()]);
}
