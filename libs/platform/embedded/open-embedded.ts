import { join } from 'node:path';
import type { Config } from '#config/config.js';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegSilenceReader } from '#adapters/ffmpeg/ffmpeg-silence-reader.adapter.js';
import { FfmpegKeyframeLister } from '#adapters/ffmpeg/ffmpeg-keyframe-lister.adapter.js';
import { FfmpegReelJoiner } from '#adapters/ffmpeg/reels/ffmpeg-reel-joiner.adapter.js';
import { FfmpegStillReader } from '#adapters/ffmpeg/ffmpeg-still-reader.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { FolderModelLibrary } from '#adapters/onnx/folder-model-library.js';
import { locateModel } from '#adapters/onnx/locate-model.js';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import { SharpCanvasPainter } from '#adapters/sharp/sharp-canvas-painter.js';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { ModelLibrary } from '#ports/model-library.port.js';
import { openIdentityProvider } from '../access/open-identity-provider.js';
import type { System } from '../system.js';
import { EmbeddedWorkspaces } from './embedded-workspaces.js';

/** Everything behind the ports, embedded: SQLite, a folder, this process. */
export interface Embedded extends System {
  readonly catalogue: Catalogue;
  readonly media: MediaStore;
  readonly models: ModelLibrary;
  readonly ingest: IngestEpisode;
  readonly scan: ScanEpisode;
  readonly identify: IdentifyEpisode;
  readonly toolchain: FfmpegToolchain;
}

/** Opens the catalogue and the store under `config.home`; models and ffmpeg are looked for when they are first needed. */
export async function openEmbedded(config: Config): Promise<Embedded> {
  const catalogue = await openCatalogue({ folder: config.home });
  const jobs = new LeasedJobQueue(catalogue.jobs);
  const media = await FolderMediaStore.open(join(config.home, 'media'));
  const toolchain = new FfmpegToolchain();
  const limits = { maxPixels: config.maxPixels };
  const probe = new FfmpegVideoProbe(toolchain, limits);
  const frames = new FfmpegFrameReader(toolchain, limits);
  const pictures = new SharpPictureCodec();
  const modelFolders = { added: join(config.home, 'models'), shipped: config.models };
  const recognizer = new OnnxFaceRecognizer({
    detectorFolder: locateModel(config.detector, modelFolders),
    embedderFolder: locateModel(config.embedder, modelFolders),
    workers: config.workers,
  });
  return {
    workspaces: new EmbeddedWorkspaces(catalogue, media),
    tokens: catalogue.tokens,
    identity: openIdentityProvider(config),
    catalogue,
    jobs,
    events: catalogue.events,
    media,
    probe,
    frames,
    keyframes: new FfmpegKeyframeLister(toolchain, limits),
    stills: new FfmpegStillReader(toolchain, limits),
    silences: new FfmpegSilenceReader(toolchain, limits),
    cutter: new FfmpegClipCutter(toolchain, limits),
    joiner: new FfmpegReelJoiner(toolchain, limits),
    painter: new SharpCanvasPainter(),
    pictures,
    recognizer,
    models: new FolderModelLibrary(modelFolders),
    ingest: new IngestEpisode(probe, catalogue.episodes),
    scan: new ScanEpisode(frames, recognizer, pictures, catalogue.scans),
    identify: new IdentifyEpisode(catalogue.timelines, catalogue.episodes),
    toolchain,
    checks: { catalogue: () => catalogue.tokens.findByDigest('nobody') },
    close: async () => {
      await recognizer.close();
      await jobs.close();
      await catalogue.close();
    },
  };
}
