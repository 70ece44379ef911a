import type { VideoFacts } from '#domain/episode/episode.js';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegSilenceReader } from '#adapters/ffmpeg/ffmpeg-silence-reader.adapter.js';
import { FfmpegKeyframeLister } from '#adapters/ffmpeg/ffmpeg-keyframe-lister.adapter.js';
import { FfmpegStillReader } from '#adapters/ffmpeg/ffmpeg-still-reader.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import type { FrameReadRequest, ReadingSummary } from '#ports/frame-reader.port.js';
import { readCode } from '../../fixtures/videos/coded-video.js';

export const toolchain = new FfmpegToolchain();
export const videoProbe = new FfmpegVideoProbe(toolchain);
export const frameReader = new FfmpegFrameReader(toolchain);
export const keyframeLister = new FfmpegKeyframeLister(toolchain);
export const stillReader = new FfmpegStillReader(toolchain);
export const silenceReader = new FfmpegSilenceReader(toolchain);
export const clipCutter = new FfmpegClipCutter(toolchain);

export interface ReadFrame {
  readonly index: number;
  readonly ticks: number;
  readonly code: number;
  readonly width: number;
  readonly height: number;
  /** A copy of the picture. */
  readonly bytes: Buffer;
}

/** Probes and reads a whole file. */
export async function readAll(
  path: string,
  more: Partial<FrameReadRequest> & { bars?: Parameters<typeof readCode>[1] } = {},
): Promise<{ facts: VideoFacts; frames: ReadFrame[]; summary: ReadingSummary }> {
  const { bars, ...request } = more;
  const facts = request.facts ?? (await videoProbe.probe(path));
  const reading = frameReader.read({ path, facts, longSide: 160, ...request });
  const frames: ReadFrame[] = [];
  for (;;) {
    const step = await reading.next();
    if (step.done) return { facts, frames, summary: step.value };
    const { index, timestamp, picture } = step.value;
    const { width, height } = picture;
    const code = readCode(picture, bars);
    frames.push({ index, ticks: timestamp.ticks, code, width, height, bytes: Buffer.from(picture.data) });
  }
}

export function counting(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

/** For assert.rejects: the error's code. */
export function withCode(code: string): { code: string } {
  return { code };
}
