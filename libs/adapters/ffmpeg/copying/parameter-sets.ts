// The decoder's configuration in an MP4 sample description: `avcC` (ISO/IEC 14496-15, 5.3.3) and `hvcC` (8.3.3).
import { box, listBoxes, uint16 } from './mp4-boxes.js';
import type { NalCodec } from './nal-units.js';

export interface DecoderConfiguration {
  readonly codec: NalCodec;
  /** Bytes of the length before each unit of a sample. */
  readonly lengthSize: number;
  /** Sequence parameter sets first (for HEVC video parameter sets before them), then picture parameter sets. */
  readonly sets: readonly Buffer[];
  readonly content: Buffer;
}

/** Fixed fields of a visual sample description, before its boxes (ISO/IEC 14496-12, 12.1.3). */
const VISUAL_FIELDS = 78;
const BOX_HEADER = 8;
const MOST_H264_SPS_IDS = 32;
const COMPLETE_ARRAY = 0x80;

/** @returns undefined when the description is of another codec or has no configuration. */
export function readConfiguration(entry: Buffer): DecoderConfiguration | undefined {
  const found = listBoxes(entry.subarray(BOX_HEADER + VISUAL_FIELDS)).find(({ type }) =>
    /^(avcC|hvcC)$/.test(type),
  );
  if (!found) return undefined;
  const { content } = found;
  return found.type === 'avcC'
    ? { codec: 'h264', lengthSize: ((content[4] ?? 0) & 3) + 1, sets: readAvcSets(content).flat(), content }
    : { codec: 'hevc', lengthSize: ((content[21] ?? 0) & 3) + 1, sets: readHvcArrays(content), content };
}

/** A number that no sequence or picture parameter set of an H.264 stream bears; undefined when all are taken. */
export function freeH264Id(sets: readonly Buffer[]): number | undefined {
  const taken = new Set(sets.flatMap(idsOf));
  return Array.from({ length: MOST_H264_SPS_IDS }, (_, id) => id).find((id) => id > 0 && !taken.has(id));
}

/** The description of `entry` for a stream in which pictures of both kinds stand; their H.264 sets have different numbers. */
export function joinH264Entries(
  entry: Buffer,
  other: DecoderConfiguration,
  own: DecoderConfiguration,
): Buffer {
  const [sps, pps] = readAvcSets(own.content);
  const [otherSps, otherPps] = readAvcSets(other.content);
  const after = 6 + lengthOf(sps) + 1 + lengthOf(pps);
  const head = Buffer.from(own.content.subarray(0, 5));
  head[3] = Math.max(own.content[3] ?? 0, other.content[3] ?? 0);
  return withConfiguration(
    entry,
    'avc1',
    box(
      'avcC',
      ...[head, writeSets([...sps, ...otherSps], 0xe0), writeSets([...pps, ...otherPps], 0)],
      own.content.subarray(after),
    ),
  );
}

/**
 * One description for H.264 streams that stand behind one another; undefined when two of them mean different things by
 * one number.
 */
export function uniteH264Entries(entries: readonly Buffer[]): Buffer | undefined {
  let [united] = entries;
  for (const entry of entries.slice(1)) {
    const [own, other] = [united && readConfiguration(united), readConfiguration(entry)];
    if (!united || own?.codec !== 'h264' || other?.codec !== 'h264') return undefined;
    const isNew = (set: Buffer): boolean => !own.sets.some((each) => each.equals(set));
    const added = other.sets.filter(isNew);
    if (added.some((set) => own.sets.some((each) => nameOf(each) === nameOf(set)))) return undefined;
    if (added.length > 0) united = joinH264Entries(united, withSets(other, added), own);
  }
  return united;
}

/** Kind and number: two sets of one name would replace each other. */
function nameOf(set: Buffer): string {
  return `${(set[0] ?? 0) & 0x1f}:${idsOf(set)[0]}`;
}

/** The same configuration with some of its sets only. */
function withSets(configuration: DecoderConfiguration, sets: readonly Buffer[]): DecoderConfiguration {
  const isSps = (set: Buffer): boolean => ((set[0] ?? 0) & 0x1f) === 7;
  const content = Buffer.concat([
    configuration.content.subarray(0, 5),
    writeSets(sets.filter(isSps), 0xe0),
    writeSets(
      sets.filter((set) => !isSps(set)),
      0,
    ),
  ]);
  return { ...configuration, sets, content };
}

/**
 * HEVC's sets all bear number 0 as x265 writes them, so both kinds stand in the stream, before each keyframe; the
 * description says that they may (`hev1`).
 */
export function openHevcEntry(entry: Buffer, own: DecoderConfiguration): Buffer {
  const content = Buffer.from(own.content);
  let at = 23;
  for (let arrays = content[22] ?? 0; arrays > 0; arrays--) {
    content[at] = (content[at] ?? 0) & ~COMPLETE_ARRAY;
    let count = content.readUInt16BE(at + 1);
    for (at += 3; count > 0; count--) at += 2 + content.readUInt16BE(at);
  }
  return withConfiguration(entry, 'hev1', box('hvcC', content));
}

function withConfiguration(entry: Buffer, type: string, configuration: Buffer): Buffer {
  const fields = entry.subarray(BOX_HEADER, BOX_HEADER + VISUAL_FIELDS);
  const boxes = listBoxes(entry.subarray(BOX_HEADER + VISUAL_FIELDS));
  const kept = boxes.filter((each) => !/^(avcC|hvcC|btrt)$/.test(each.type));
  return box(type, fields, configuration, ...kept.map((each) => box(each.type, each.content)));
}

function readAvcSets(content: Buffer): [sps: Buffer[], pps: Buffer[]] {
  const sps = readSets(content, 6, (content[5] ?? 0) & 0x1f);
  const at = 6 + lengthOf(sps);
  return [sps, readSets(content, at + 1, content[at] ?? 0)];
}

function readHvcArrays(content: Buffer): Buffer[] {
  const sets: Buffer[] = [];
  let at = 23;
  for (let arrays = content[22] ?? 0; arrays > 0; arrays--) {
    const found = readSets(content, at + 3, content.readUInt16BE(at + 1));
    if (isHevcParameterSet(content[at] ?? 0)) sets.push(...found);
    at += 3 + lengthOf(found);
  }
  return sets;
}

function isHevcParameterSet(arrayHeader: number): boolean {
  const type = arrayHeader & 0x3f;
  return type >= 32 && type <= 34;
}

function readSets(content: Buffer, from: number, count: number): Buffer[] {
  const sets: Buffer[] = [];
  let at = from;
  for (let left = count; left > 0; left--) {
    const length = content.readUInt16BE(at);
    sets.push(content.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return sets;
}

function writeSets(sets: readonly Buffer[], marker: number): Buffer {
  return Buffer.concat([
    Buffer.from([marker | sets.length]),
    ...sets.flatMap((set) => [uint16(set.length), set]),
  ]);
}

function lengthOf(sets: readonly Buffer[]): number {
  return sets.reduce((sum, { length }) => sum + 2 + length, 0);
}

/** The numbers in an H.264 set: of the set itself, and for a picture parameter set of its sequence parameter set too. */
function idsOf(set: Buffer): number[] {
  const isSps = ((set[0] ?? 0) & 0x1f) === 7;
  const bits = new ExpGolombReader(set, isSps ? 4 : 1);
  return isSps ? [bits.next()] : [bits.next(), bits.next()];
}

/** Reads `ue(v)` numbers (H.264, 9.1) from a byte on; such small ones need no care for emulation prevention. */
class ExpGolombReader {
  private at: number;

  constructor(
    private readonly bytes: Buffer,
    fromByte: number,
  ) {
    this.at = fromByte * 8;
  }

  next(): number {
    let zeros = 0;
    while (zeros < 32 && this.bit() === 0) zeros++;
    let value = 1;
    for (let left = zeros; left > 0; left--) value = value * 2 + this.bit();
    return value - 1;
  }

  private bit(): number {
    const byte = this.bytes[this.at >> 3] ?? 0xff;
    return (byte >> (7 - (this.at++ & 7))) & 1;
  }
}
