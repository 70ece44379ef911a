import { join } from 'node:path';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegKeyframeLister } from '#adapters/ffmpeg/ffmpeg-keyframe-lister.adapter.js';
import { FfmpegSilenceReader } from '#adapters/ffmpeg/ffmpeg-silence-reader.adapter.js';
import { FfmpegStillReader } from '#adapters/ffmpeg/ffmpeg-still-reader.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import { FfmpegReelJoiner } from '#adapters/ffmpeg/reels/ffmpeg-reel-joiner.adapter.js';
import { FfmpegApngEncoder } from '#adapters/ffmpeg/stickers/ffmpeg-apng-encoder.adapter.js';
import { FfmpegCropReader } from '#adapters/ffmpeg/stickers/ffmpeg-crop-reader.adapter.js';
import { FolderModelLibrary } from '#adapters/onnx/folder-model-library.js';
import { locateModel } from '#adapters/onnx/locate-model.js';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import { SharpAnimationEncoder } from '#adapters/sharp/sharp-animation-encoder.adapter.js';
import { SharpCanvasPainter } from '#adapters/sharp/sharp-canvas-painter.js';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import type { Config } from '#config/config.js';
import { EncodeByFormat } from '#pipeline/make-stickers/encode-by-format.js';

/** What works on pictures and films, the same in every form; models and ffmpeg are looked for when they are first needed. */
export type MediaTools = ReturnType<typeof openMediaTools>;

export function openMediaTools(config: Config) {
  const toolchain = new FfmpegToolchain();
  const limits = { maxPixels: config.maxPixels };
  const modelFolders = { added: join(config.home, 'models'), shipped: config.models };
  return {
    toolchain,
    probe: new FfmpegVideoProbe(toolchain, limits),
    frames: new FfmpegFrameReader(toolchain, limits),
    keyframes: new FfmpegKeyframeLister(toolchain, limits),
    stills: new FfmpegStillReader(toolchain, limits),
    silences: new FfmpegSilenceReader(toolchain, limits),
    cutter: new FfmpegClipCutter(toolchain, limits),
    joiner: new FfmpegReelJoiner(toolchain, limits),
    painter: new SharpCanvasPainter(),
    crops: new FfmpegCropReader(toolchain, limits),
    animations: new EncodeByFormat(new FfmpegApngEncoder(toolchain, limits), new SharpAnimationEncoder()),
    pictures: new SharpPictureCodec(),
    recognizer: new OnnxFaceRecognizer({
      detectorFolder: locateModel(config.detector, modelFolders),
      embedderFolder: locateModel(config.embedder, modelFolders),
      workers: config.workers,
    }),
    models: new FolderModelLibrary(modelFolders),
  };
}
