// NAL units of H.264 (ITU-T H.264, table 7-1) and HEVC (ITU-T H.265, table 7-1) in MP4 samples: four bytes of length each.

export type NalCodec = 'h264' | 'hevc';

/**
 * What decoding can start at: `reset`, after which nothing refers to what came before (IDR); `clean`, the same except for
 * leading pictures shown before it, which must be left out (HEVC's CRA and BLA). All else, such as H.264's recovery
 * points, gives no right to forget the past.
 */
export type EntryKind = 'reset' | 'clean';

export interface NalUnit {
  readonly type: number;
  /** Without its length. */
  readonly bytes: Buffer;
}

const LENGTH_SIZE = 4;
const H264 = { idr: 5, sps: 7, pps: 8, lastPicture: 5 } as const;
const HEVC = {
  blaFirst: 16,
  blaLast: 18,
  idrFirst: 19,
  idrLast: 20,
  cra: 21,
  lastPicture: 31,
  vps: 32,
  pps: 34,
} as const;
/** BLA without leading pictures: a CRA at which a stream was spliced (H.265, 3.14 and annex C). */
const BLA_WITHOUT_LEADING = 18;

export function listNalUnits(codec: NalCodec, sample: Buffer): NalUnit[] {
  const units: NalUnit[] = [];
  for (let at = 0; at + LENGTH_SIZE < sample.length;) {
    const length = sample.readUInt32BE(at);
    const bytes = sample.subarray(at + LENGTH_SIZE, at + LENGTH_SIZE + length);
    if (bytes.length === 0 || bytes.length < length) break;
    units.push({ type: typeOf(codec, bytes), bytes });
    at += LENGTH_SIZE + length;
  }
  return units;
}

export function entryKind(codec: NalCodec, sample: Buffer): EntryKind | undefined {
  const type = listNalUnits(codec, sample).find((unit) => isPicture(codec, unit))?.type;
  if (type === undefined) return undefined;
  if (codec === 'h264') return type === H264.idr ? 'reset' : undefined;
  if (type >= HEVC.idrFirst && type <= HEVC.idrLast) return 'reset';
  return type === HEVC.cra || (type >= HEVC.blaFirst && type <= HEVC.blaLast) ? 'clean' : undefined;
}

export function isParameterSet(codec: NalCodec, { type }: NalUnit): boolean {
  return codec === 'h264' ? type === H264.sps || type === H264.pps : type >= HEVC.vps && type <= HEVC.pps;
}

/** A copy of an HEVC sample whose CRA picture says that a stream was spliced here; any other comes back as it is. */
export function markSpliced(sample: Buffer): Buffer {
  const marked = Buffer.from(sample);
  for (const { type, bytes } of listNalUnits('hevc', marked)) {
    if (type === HEVC.cra) bytes[0] = ((bytes[0] ?? 0) & 0x81) | (BLA_WITHOUT_LEADING << 1);
  }
  return marked;
}

/** Units with their lengths, ready to stand in a sample. */
export function joinNalUnits(units: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    units.flatMap((unit) => {
      const length = Buffer.alloc(LENGTH_SIZE);
      length.writeUInt32BE(unit.length);
      return [length, unit];
    }),
  );
}

function typeOf(codec: NalCodec, bytes: Buffer): number {
  const first = bytes[0] ?? 0;
  return codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
}

function isPicture(codec: NalCodec, { type }: NalUnit): boolean {
  return codec === 'h264' ? type >= 1 && type <= H264.lastPicture : type <= HEVC.lastPicture;
}
