import { open } from 'node:fs/promises';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { CopyingRefused } from './copying-refused.js';
import { isParameterSet, joinNalUnits, listNalUnits, markSpliced } from './nal-units.js';
import {
  joinH264Entries,
  openHevcEntry,
  readConfiguration,
  type DecoderConfiguration,
} from './parameter-sets.js';
import type { CopiedCutPlan, Span } from './plan-copied-cut.js';
import { readSample, type CopiedPackets } from './read-copied-packets.js';
import type { Mp4Sample, Mp4Track } from './read-mp4-tracks.js';
import type { JoinedSample, JoinedVideo } from './write-joined-video.js';

export interface EncodedSpan {
  readonly path: string;
  readonly track: Mp4Track;
  readonly span: Span;
}

export interface SpanJoining {
  readonly cut: ClipCut;
  readonly plan: CopiedCutPlan;
  readonly packets: CopiedPackets;
  readonly head: EncodedSpan | undefined;
  readonly tail: EncodedSpan | undefined;
}

const HEVC_DELIMITER = 35;

/** Head, copied frames and tail as one video; a decoder finds at every keyframe, or before, what it needs from there on. */
export async function joinSpans(joining: SpanJoining): Promise<JoinedVideo> {
  const { cut, head, tail, packets } = joining;
  const own = packets.configuration;
  const encoded = [head, tail].filter((span) => span !== undefined);
  const others = encoded.map(readEncodedConfiguration);
  if (own.codec === 'h264') checkOneConfiguration(others);
  const inBand = own.codec === 'hevc' && encoded.length > 0;
  const [first] = others;
  const entry = !first
    ? packets.entry
    : own.codec === 'h264'
      ? joinH264Entries(packets.entry, first, own)
      : openHevcEntry(packets.entry, own);
  const encodedSamples = (span: EncodedSpan | undefined): Promise<JoinedSample[]> | [] =>
    span ? takeEncoded(span, cut.startTicks, inBand ? readEncodedConfiguration(span) : undefined) : [];
  const samples = [
    ...(await encodedSamples(head)),
    ...(await takeCopied(joining, inBand)),
    ...(await encodedSamples(tail)),
  ];
  const { width, height, timeBase } = cut.facts;
  const lengthInTicks = cut.endTicks - cut.startTicks;
  return { timescale: timeBase.den, width, height, entry, samples, lengthInTicks };
}

function readEncodedConfiguration({ track }: EncodedSpan): DecoderConfiguration {
  const configuration = readConfiguration(track.entry);
  if (configuration?.lengthSize !== 4) throw new CopyingRefused('the encoder writes another kind of stream');
  return configuration;
}

/** Sets of one number must be the same at both ends. */
function checkOneConfiguration([one, other]: readonly DecoderConfiguration[]): void {
  const isSame = !one || !other || one.sets.every((set, at) => other.sets[at]?.equals(set));
  if (!isSame) throw new CopyingRefused('the encoder describes its two parts differently');
}

async function takeEncoded(
  { path, track, span }: EncodedSpan,
  startTicks: number,
  inBand: DecoderConfiguration | undefined,
): Promise<JoinedSample[]> {
  const shown = track.samples.map(({ ticks }) => ticks).sort((one, other) => one - other);
  const [first = 0] = shown;
  const isExact =
    shown.length === span.times.length &&
    shown.every((ticks, at) => ticks - first === (span.times[at] ?? NaN) - span.startTicks);
  if (!isExact) throw new CopyingRefused('the frames beside a seam were not encoded at their times');
  const placed = (sample: Mp4Sample): JoinedSample => ({
    bytes: { path, position: sample.position, size: sample.size },
    ticks: sample.ticks - first + span.startTicks - startTicks,
    isKey: sample.isKey,
  });
  return rewriteSamples(
    path,
    track.samples.map((sample) => [sample, placed(sample)]),
    (bytes) => (inBand ? withParameterSets(bytes, inBand) : undefined),
  );
}

async function takeCopied(
  { cut, plan, packets, head }: SpanJoining,
  inBand: boolean,
): Promise<JoinedSample[]> {
  const { path, configuration } = packets;
  const chosen = plan.copied.packets.flatMap((index, at): [Mp4Sample, JoinedSample][] => {
    const sample = packets.samples[index];
    const ticks = (packets.packets[index]?.ticks ?? 0) - cut.startTicks;
    const isKey = at === 0 || packets.packets[index]?.entry !== undefined;
    return sample
      ? [[sample, { bytes: { path, position: sample.position, size: sample.size }, ticks, isKey }]]
      : [];
  });
  return rewriteSamples(path, chosen, (bytes, at) => {
    if (!inBand) return undefined;
    return withParameterSets(at === 0 && head ? markSpliced(bytes) : bytes, configuration);
  });
}

/** Keyframes with other bytes where `rewrite` gives some. */
async function rewriteSamples(
  path: string,
  samples: readonly (readonly [Mp4Sample, JoinedSample])[],
  rewrite: (bytes: Buffer, at: number) => Buffer | undefined,
): Promise<JoinedSample[]> {
  const file = await open(path, 'r');
  try {
    const rewritten: JoinedSample[] = [];
    for (const [at, [sample, joined]] of samples.entries()) {
      const bytes = joined.isKey ? rewrite(await readSample(file, sample), at) : undefined;
      rewritten.push(bytes ? { ...joined, bytes } : joined);
    }
    return rewritten;
  } finally {
    await file.close();
  }
}

/** An HEVC keyframe with its parameter sets before it, behind the delimiter where it has one. */
function withParameterSets(sample: Buffer, { codec, sets }: DecoderConfiguration): Buffer {
  const units = listNalUnits(codec, sample).filter((unit) => !isParameterSet(codec, unit));
  const delimiters = units.filter(({ type }) => type === HEVC_DELIMITER);
  const rest = units.filter(({ type }) => type !== HEVC_DELIMITER);
  return joinNalUnits([...delimiters.map(({ bytes }) => bytes), ...sets, ...rest.map(({ bytes }) => bytes)]);
}
