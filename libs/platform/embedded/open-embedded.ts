import { join } from 'node:path';
import type { Config } from '#config/config.js';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegStillReader } from '#adapters/ffmpeg/ffmpeg-still-reader.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { FolderModelLibrary } from '#adapters/onnx/folder-model-library.js';
import { locateModel } from '#adapters/onnx/locate-model.js';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import type { ClipCutter } from '#ports/clip-cutter.port.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { ModelLibrary } from '#ports/model-library.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import type { VideoProbe } from '#ports/video-probe.port.js';

/** Everything behind the ports, embedded: SQLite, a folder, this process. */
export interface Embedded {
  readonly catalogue: Catalogue;
  readonly jobs: JobQueue;
  readonly media: MediaStore;
  readonly probe: VideoProbe;
  readonly stills: StillReader;
  readonly cutter: ClipCutter;
  readonly pictures: PictureCodec;
  readonly recognizer: FaceRecognizer;
  readonly models: ModelLibrary;
  readonly ingest: IngestEpisode;
  readonly scan: ScanEpisode;
  readonly identify: IdentifyEpisode;
  readonly toolchain: FfmpegToolchain;
  close(): Promise<void>;
}

/** Opens the catalogue and the store under `config.home`; models and ffmpeg are looked for when they are first needed. */
export async function openEmbedded(config: Config): Promise<Embedded> {
  const catalogue = await openCatalogue({ folder: config.home });
  const jobs = new LeasedJobQueue(catalogue.jobs);
  const media = await FolderMediaStore.open(join(config.home, 'media'));
  const toolchain = new FfmpegToolchain();
  const limits = { maxPixels: config.maxPixels };
  const probe = new FfmpegVideoProbe(toolchain, limits);
  const pictures = new SharpPictureCodec();
  const modelFolders = { added: join(config.home, 'models'), shipped: config.models };
  const recognizer = new OnnxFaceRecognizer({
    detectorFolder: locateModel(config.detector, modelFolders),
    embedderFolder: locateModel(config.embedder, modelFolders),
    workers: config.workers,
  });
  return {
    catalogue,
    jobs,
    media,
    probe,
    stills: new FfmpegStillReader(toolchain, limits),
    cutter: new FfmpegClipCutter(toolchain, limits),
    pictures,
    recognizer,
    models: new FolderModelLibrary(modelFolders),
    ingest: new IngestEpisode(probe, catalogue.episodes),
    scan: new ScanEpisode(new FfmpegFrameReader(toolchain, limits), recognizer, pictures, catalogue.scans),
    identify: new IdentifyEpisode(catalogue.timelines, catalogue.episodes),
    toolchain,
    close: async () => {
      await recognizer.close();
      await jobs.close();
      await catalogue.close();
    },
  };
}
