import { CancelledError } from '#domain/errors/cancelled.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { FrameSampler } from '#domain/sampling/sampler.js';
import { featuresOf } from '#domain/shots/frame-features.js';
import { ShotDetector, type Boundary } from '#domain/shots/shot-detector.js';
import type { Transition } from '#domain/shots/shot.js';
import { toNumber } from '#domain/time/rational.js';
import { toSeconds, type Timestamp } from '#domain/time/timestamp.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader, ReadingSummary } from '#ports/frame-reader.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import { ProgressMeter, type ProgressListener } from '../progress.js';
import { BatchInProgress } from './batch-in-progress.js';
import { FrameExaminer } from './frame-examiner.js';
import { OpenSamples } from './open-samples.js';
import { warningsOf } from './reading-warnings.js';
import type { ScanSettings } from './scan-key.js';
import { ShotCloser } from './shot-closer.js';

export interface ScanRequest {
  readonly episode: Episode;
  readonly path: string;
  readonly facts: VideoFacts;
  readonly key: string;
  readonly settings: ScanSettings;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The one pass over an episode's frames: decode -> shots -> sample -> detect and embed -> track, saved a few shots at a
 * time. A stopped pass goes on at the first frame that is not saved; a complete one is returned without decoding.
 */
export class ScanEpisode {
  constructor(
    private readonly frames: FrameReader,
    private readonly recognizer: FaceRecognizer,
    private readonly pictures: PictureCodec,
    private readonly scans: ScanRepository,
  ) {}

  async run(request: ScanRequest): Promise<Scan> {
    const known = await this.scans.find(request.episode.id, request.key);
    if (known?.isComplete) return known;
    const pass = new ScanPass(request, known, this.recognizer, this.pictures, this.scans);
    await pass.run(this.frames);
    const scan = await this.scans.find(request.episode.id, request.key);
    if (!scan) throw new Error(`scan ${request.key} of ${request.episode.id} vanished while it was made`);
    return scan;
  }
}

/** The state of one pass: everything since the last save. */
class ScanPass {
  private readonly detector: ShotDetector;
  private readonly sampler: FrameSampler;
  private readonly examiner: FrameExaminer;
  private readonly closer: ShotCloser;
  private readonly meter: ProgressMeter;
  private readonly samples = new OpenSamples();
  private readonly batch = new BatchInProgress();
  private shotIndex: number;
  private shotStart: number;
  private transition: Transition;
  /** Times of the frames since the last save. */
  private ticks: number[] = [];
  private ticksFrom: number;

  constructor(
    private readonly request: ScanRequest,
    private readonly known: Scan | undefined,
    recognizer: FaceRecognizer,
    pictures: PictureCodec,
    private readonly scans: ScanRepository,
  ) {
    const { facts, settings } = request;
    this.detector = new ShotDetector({ frameRate: toNumber(facts.frameRate) });
    this.sampler = new FrameSampler({ samplesPerSecond: settings.samplesPerSecond });
    this.examiner = new FrameExaminer(recognizer, facts);
    this.closer = new ShotCloser(pictures, facts);
    this.shotIndex = known?.shots.length ?? 0;
    this.shotStart = this.ticksFrom = known?.nextFrame ?? 0;
    this.transition = this.shotIndex === 0 ? 'start' : 'cut';
    const resumedAt = known?.nextTimestamp ? toSeconds(known.nextTimestamp) : 0;
    this.meter = new ProgressMeter('scan', facts.durationSeconds, resumedAt, request.onProgress);
  }

  async run(reader: FrameReader): Promise<void> {
    const { path, facts, settings, signal } = this.request;
    const from = this.known?.nextTimestamp && {
      frame: this.known.nextFrame,
      timestamp: this.known.nextTimestamp,
    };
    const frames = reader.read(
      { path, facts, longSide: settings.analysisSide, ...(from ? { from } : {}) },
      signal,
    );
    try {
      let step = await frames.next();
      while (!step.done) {
        if (signal?.aborted) throw new CancelledError('the analysis');
        await this.takeFrame(step.value);
        step = await frames.next();
      }
      await this.finish(step.value);
    } finally {
      // ends the decoder process whatever happened; a rejected `return` would hide the first error
      await frames
        .return({ framesRead: 0, decodeErrors: 0, endedEarly: false, endTicks: 0 })
        .catch(() => undefined);
    }
  }

  private async takeFrame(frame: Parameters<FrameExaminer['submit']>[0]): Promise<void> {
    const seconds = toSeconds(frame.timestamp);
    const features = featuresOf(frame.picture);
    this.ticks.push(frame.timestamp.ticks);
    if (this.sampler.shouldSample(frame.index, seconds, features)) {
      const { examined } = await this.examiner.submit(frame);
      this.samples.add(frame.index, examined);
    }
    for (const boundary of this.detector.push(frame.index, seconds, features)) await this.closeShot(boundary);
    if (frame.index % 12 === 0) this.meter.report(seconds);
  }

  private async closeShot(boundary: Boundary): Promise<void> {
    await this.endShotAt(boundary.frame);
    this.transition = boundary.transition;
    if (this.batch.isDue()) await this.save(boundary.frame);
  }

  private async endShotAt(end: number): Promise<void> {
    const shot = {
      index: this.shotIndex++,
      frames: { start: this.shotStart, end },
      transition: this.transition,
    };
    this.batch.add(shot, await this.closer.close(shot, await this.samples.takeBefore(end)));
    this.shotStart = end;
  }

  private async save(next: number): Promise<void> {
    const { episode, key, facts } = this.request;
    const ticks = this.ticks.splice(0, next - this.ticksFrom);
    this.ticksFrom = next;
    // at the end there is no next frame: the pass is completed right after
    const timestamp: Timestamp = { ticks: this.ticks[0] ?? ticks.at(-1) ?? 0, timeBase: facts.timeBase };
    await this.scans.append(episode.id, key, this.batch.take({ frame: next, timestamp }, ticks));
  }

  private async finish(summary: ReadingSummary): Promise<void> {
    const { episode, key, facts } = this.request;
    for (const boundary of this.detector.finish()) await this.closeShot(boundary);
    const end = this.ticksFrom + this.ticks.length;
    if (end > this.shotStart) await this.endShotAt(end);
    if (this.batch.size > 0) await this.save(end);
    await this.scans.complete(episode.id, key, {
      endTicks: summary.endTicks,
      warnings: warningsOf(summary, facts),
    });
  }
}
