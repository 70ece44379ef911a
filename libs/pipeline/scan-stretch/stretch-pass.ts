import { CancelledError } from '#domain/errors/cancelled.js';
import type { FramePosition, Joint, Stretch, StretchEnd } from '#domain/episode/stretch.js';
import type { Frame } from '#domain/picture/frame.js';
import { FrameSampler } from '#domain/sampling/sampler.js';
import { featuresOf } from '#domain/shots/frame-features.js';
import { ShotDetector, type Boundary } from '#domain/shots/shot-detector.js';
import { toNumber } from '#domain/time/rational.js';
import { toSeconds } from '#domain/time/timestamp.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader, ReadingSummary, ReadingTroubles } from '#ports/frame-reader.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import { ProgressMeter } from '../progress.js';
import { FrameExaminer } from '../scan-episode/frame-examiner.js';
import { warningsOf } from '../scan-episode/reading-warnings.js';
import { ShotCloser } from '../scan-episode/shot-closer.js';
import { OwnedShots } from './owned-shots.js';
import { RecentFrames } from './recent-frames.js';
import type { StretchBatches } from './stretch-batches.js';
import type { StretchRequest } from './stretch-request.js';

const NOTHING_READ: ReadingSummary = { framesRead: 0, decodeErrors: 0, endedEarly: false, endTicks: 0 };

/** One reading of a stretch, from one place. */
export class StretchPass {
  private readonly stretch: Stretch;
  private readonly detector: ShotDetector;
  private readonly sampler: FrameSampler;
  private readonly recent: RecentFrames;
  private readonly shots: OwnedShots;
  private readonly meter: ProgressMeter;
  private readonly frameRate: number;
  private state: 'leading in' | 'uncertain' | 'inside' | 'done' = 'leading in';
  /** From this frame on samples are those of one pass. */
  private sampledFrom = Infinity;
  private framesRead = 0;
  private first: Joint | null = null;
  private next: Joint | null = null;
  private troubles: ReadingTroubles = { decodeErrors: 0, repairedTimes: 0 };

  constructor(
    private readonly request: StretchRequest,
    private readonly readFrom: FramePosition | null,
    private readonly batches: StretchBatches,
    recognizer: FaceRecognizer,
    pictures: PictureCodec,
  ) {
    const { facts, settings, plan, index } = request;
    this.stretch = plan.stretches[index] ?? missing(index);
    this.frameRate = toNumber(facts.frameRate);
    const startsInside = readFrom !== null;
    this.detector = new ShotDetector({ frameRate: this.frameRate, startsInsideShot: startsInside });
    this.sampler = new FrameSampler({ samplesPerSecond: settings.samplesPerSecond, startsInside });
    this.recent = new RecentFrames(readFrom?.frame ?? 0, facts.timeBase);
    this.shots = new OwnedShots({
      limit: this.stretch.end,
      examiner: new FrameExaminer(recognizer, facts),
      closer: new ShotCloser(pictures, facts),
      recent: this.recent,
      batches,
    });
    const frames = (this.stretch.end ?? plan.frames ?? 0) - this.stretch.start;
    const seconds = frames > 0 ? frames / this.frameRate : facts.durationSeconds;
    this.meter = new ProgressMeter('scan', seconds, 0, request.onProgress);
    if (this.stretch.start === 0) this.shots.begin(0, 'start');
  }

  /** @returns undefined when the reading did not begin early enough to be certain of what it found */
  async run(reader: FrameReader): Promise<StretchEnd | undefined> {
    const { path, facts, settings, signal } = this.request;
    const frames = reader.read(
      {
        path,
        facts,
        longSide: settings.analysisSide,
        ...(this.readFrom ? { from: this.readFrom } : {}),
        onClose: (troubles) => (this.troubles = troubles),
      },
      signal,
    );
    let summary: ReadingSummary | undefined;
    try {
      while (!summary && this.isReading) {
        if (signal?.aborted) throw new CancelledError('the analysis');
        const step = await frames.next();
        if (step.done) summary = step.value;
        else await this.takeFrame(step.value);
      }
      if (summary) await this.finish();
    } finally {
      // ends the decoder process whatever happened; a rejected `return` would hide the first error
      await frames.return(NOTHING_READ).catch(() => undefined);
    }
    return this.state === 'uncertain' ? undefined : this.endOf(summary);
  }

  private get isReading(): boolean {
    return this.state === 'leading in' || this.state === 'inside';
  }

  private async takeFrame(frame: Frame): Promise<void> {
    const { index } = frame;
    const seconds = toSeconds(frame.timestamp);
    const features = featuresOf(frame.picture);
    this.framesRead++;
    this.recent.add(frame.timestamp, features);
    if (index === 0 && this.stretch.start === 0) this.first = this.recent.jointAt(0);
    if (this.sampler.isCertain) this.sampledFrom = Math.min(this.sampledFrom, index);
    const isSample = this.sampler.shouldSample(index, seconds, features);
    if (isSample && index >= this.stretch.start) this.shots.hold(frame);
    await this.takeBoundaries(this.detector.push(index, seconds, features));
    if (index % 12 === 0) this.meter.report(Math.max(0, index - this.stretch.start) / this.frameRate);
  }

  private async takeBoundaries(boundaries: readonly Boundary[]): Promise<void> {
    const { start, end } = this.stretch;
    const { decidedUpTo } = this.detector;
    if (this.state === 'leading in' && decidedUpTo > start) {
      this.state = this.isCertain ? 'inside' : 'uncertain';
    }
    for (const boundary of boundaries) {
      if (this.state === 'inside' && boundary.frame >= start) await this.takeBoundary(boundary);
    }
    if (!this.isReading) return;
    await this.shots.settle(decidedUpTo);
    this.recent.forgetPicturesBefore(decidedUpTo);
    if (this.shots.isOpen) return;
    this.recent.takeTicksBefore(decidedUpTo);
    if (end !== null && decidedUpTo >= end) this.state = 'done';
  }

  /** Whether all that was found from the stretch's first frame on is what one pass finds. */
  private get isCertain(): boolean {
    const { start } = this.stretch;
    return (this.detector.certainFrom ?? Infinity) <= start && this.sampledFrom <= start;
  }

  private async takeBoundary({ frame, transition }: Boundary): Promise<void> {
    const { end } = this.stretch;
    await this.shots.settle(frame);
    await this.shots.end(frame);
    if (end !== null && frame >= end) {
      if (this.shots.count > 0) this.next = this.recent.jointAt(frame);
      await this.shots.saveRest(frame);
      this.state = 'done';
    } else {
      this.first ??= this.recent.jointAt(frame);
      this.shots.begin(frame, transition);
    }
  }

  /** The film has ended. */
  private async finish(): Promise<void> {
    const boundaries = this.detector.finish();
    if (this.state === 'leading in') this.state = this.isCertain ? 'inside' : 'uncertain';
    for (const boundary of boundaries) {
      if (this.state === 'inside' && boundary.frame >= this.stretch.start) await this.takeBoundary(boundary);
    }
    if (this.state !== 'inside' || !this.shots.isOpen) return;
    await this.shots.end(this.recent.end);
    await this.shots.saveRest(this.recent.end);
  }

  private endOf(summary: ReadingSummary | undefined): StretchEnd {
    const { facts, plan } = this.request;
    const { decodeErrors, repairedTimes } = this.troubles;
    // the damage of one reading cannot be told from that of another which read the same frames
    const isFlawed = plan.stretches.length > 1 && (decodeErrors > 0 || repairedTimes > 0);
    const hasFilmEnd = summary !== undefined && this.shots.count > 0 && this.next === null;
    return {
      first: this.first,
      next: this.next,
      batches: this.batches.count,
      framesRead: this.framesRead,
      flaw: isFlawed
        ? `the file is damaged in places (${decodeErrors} errors, ${repairedTimes} wrong times)`
        : null,
      filmEnd: hasFilmEnd ? { endTicks: summary.endTicks, warnings: warningsOf(summary, facts) } : null,
    };
  }
}

function missing(index: number): never {
  throw new RangeError(`the plan has no stretch ${index}`);
}
