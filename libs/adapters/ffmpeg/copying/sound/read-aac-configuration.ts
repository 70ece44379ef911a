import { findBox } from '../mp4-boxes.js';

export interface AacConfiguration {
  /** 2 is AAC-LC (ISO/IEC 14496-3, table 1.17). */
  readonly objectType: number;
  /** 1 is mono, 2 stereo; 0 where the stream itself tells. */
  readonly channels: number;
}

const HEADER = 8;
/** Fields of an `AudioSampleEntry` before the boxes within it. */
const SOUND_FIELDS = 28;
const [DECODER_TAG, CONFIGURATION_TAG] = [0x04, 0x05];
const MPEG4_AUDIO = 0x40;

/** What an `mp4a` sample entry of ffmpeg's tells a decoder (ISO/IEC 14496-1, 7.2.6); undefined where it is not MPEG-4 audio. */
export function readAacConfiguration(entry: Buffer): AacConfiguration | undefined {
  if (entry.toString('latin1', 4, 8) !== 'mp4a') return undefined;
  const descriptors = findBox(entry.subarray(HEADER + SOUND_FIELDS), ['esds'])?.subarray(4);
  // an `ES_Descriptor`: its number and flags, then the decoder's
  const stream = descriptors && contentOf(descriptors, 0x03)?.subarray(3);
  const decoder = stream && contentOf(stream, DECODER_TAG);
  if (decoder?.[0] !== MPEG4_AUDIO) return undefined;
  const bytes = contentOf(decoder.subarray(13), CONFIGURATION_TAG);
  if (!bytes || bytes.length < 2) return undefined;
  const bits = bytes.readUInt16BE(0);
  return { objectType: bits >> 11, channels: (bits >> 3) & 0b1111 };
}

/** The descriptor at the beginning, if it is of this kind; its length takes seven bits of each byte. */
function contentOf(bytes: Buffer, tag: number): Buffer | undefined {
  if (bytes[0] !== tag) return undefined;
  let length = 0;
  let at = 1;
  let byte: number;
  do {
    byte = bytes[at++] ?? 0;
    length = length * 128 + (byte & 0x7f);
  } while (byte & 0x80 && at < 5);
  return bytes.subarray(at, at + length);
}
