import { FrameSampler } from '#domain/sampling/sampler.js';
import { featuresOf } from '#domain/shots/frame-features.js';
import { toSeconds } from '#domain/time/timestamp.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { ScanSettings } from '../scan-episode/scan-key.js';
import type { FrameSource } from './examine-labelled-frames.js';

/**
 * When the scan looked for faces, in seconds: a scan does not keep it, but what chose the frames chooses the same ones again.
 * Decodes the film once more, without any model.
 */
export async function readSamples(
  { path, facts, clock, onProgress, signal }: FrameSource,
  { analysisSide: longSide, samplesPerSecond }: ScanSettings,
  frames: FrameReader,
): Promise<number[]> {
  const sampler = new FrameSampler({ samplesPerSecond });
  const sampledAt: number[] = [];
  for await (const { index, timestamp, picture } of frames.read({ path, facts, longSide }, signal)) {
    const seconds = toSeconds(timestamp);
    if (sampler.shouldSample(index, seconds, featuresOf(picture))) sampledAt.push(seconds);
    if (index % 240 === 0) onProgress?.({ stage: 'explain', fraction: index / clock.frames });
  }
  return sampledAt;
}
