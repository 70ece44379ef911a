// One film scanned in one pass, and by stretches under a hand that delivers them as it likes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegKeyframeLister } from '#adapters/ffmpeg/ffmpeg-keyframe-lister.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import type { Scan } from '#domain/episode/scan.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import { MergeStretches } from '#pipeline/coordinate-analysis/merge-stretches.js';
import { IngestEpisode, type IngestedEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import { ScanStretch } from '#pipeline/scan-stretch/scan-stretch.js';
import { SplitEpisode } from '#pipeline/split-episode/split-episode.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';

export const SETTINGS = { analysisSide: 320, samplesPerSecond: 4 };
export const SCAN_KEY = 'scan';

const toolchain = new FfmpegToolchain();
export const probe = new FfmpegVideoProbe(toolchain);
export const frames = new FfmpegFrameReader(toolchain);
export const keyframes = new FfmpegKeyframeLister(toolchain);
export const pictures = new SharpPictureCodec();

export class StretchBench {
  private constructor(
    private readonly folder: string,
    readonly catalogue: Catalogue,
    private readonly path: string,
    private readonly recognizer: FaceRecognizer,
  ) {}

  static async open(path: string, recognizer: FaceRecognizer): Promise<StretchBench> {
    const folder = await mkdtemp(join(tmpdir(), 'castline-stretches-'));
    return new StretchBench(folder, await openCatalogue({ folder }), path, recognizer);
  }

  async close(): Promise<void> {
    await this.catalogue.close();
    await rm(this.folder, { recursive: true });
  }

  ingest(): Promise<IngestedEpisode> {
    return new IngestEpisode(probe, this.catalogue.episodes).run({ path: this.path });
  }

  async scanInOnePass(): Promise<Scan> {
    const ingested = await this.ingest();
    const scanning = new ScanEpisode(frames, this.recognizer, pictures, this.catalogue.scans);
    return scanning.run({ ...ingested, path: this.path, key: SCAN_KEY, settings: SETTINGS });
  }

  split(stretchSeconds: number): Promise<StretchPlan> {
    const ingest = new IngestEpisode(probe, this.catalogue.episodes);
    const splitting = new SplitEpisode(ingest, keyframes, this.catalogue.stretches);
    return splitting.run({ path: this.path, scanKey: SCAN_KEY, settings: SETTINGS, stretchSeconds });
  }

  async scanStretch(plan: StretchPlan, index: number, recognizer = this.recognizer): Promise<void> {
    const { episode, facts } = await this.ingest();
    const scanning = new ScanStretch(frames, recognizer, pictures, this.catalogue.stretches);
    const request = { episodeId: episode.id, facts, path: this.path, scanKey: SCAN_KEY, settings: SETTINGS };
    await scanning.run({ ...request, plan, index });
  }

  async merge(plan: StretchPlan): Promise<Scan | undefined> {
    const { episode } = await this.ingest();
    const { scans, stretches } = this.catalogue;
    const finished = await stretches.listFinished(episode.id, SCAN_KEY);
    return new MergeStretches(scans, stretches).run({
      episodeId: episode.id,
      scanKey: SCAN_KEY,
      plan,
      finished,
    });
  }
}

/** A permutation that follows from the seed. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}
