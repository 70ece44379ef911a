import type { Frame } from '#domain/picture/frame.js';
import type { Transition } from '#domain/shots/shot.js';
import type { FrameExaminer } from '../scan-episode/frame-examiner.js';
import { OpenSamples } from '../scan-episode/open-samples.js';
import type { ShotCloser } from '../scan-episode/shot-closer.js';
import type { RecentFrames } from './recent-frames.js';
import type { StretchBatches } from './stretch-batches.js';

interface OpenShot {
  /** Counted from the stretch's first. */
  readonly index: number;
  readonly start: number;
  readonly transition: Transition;
}

export interface Surroundings {
  /** First frame at which the shots of the next stretch may begin; null when there is none. */
  readonly limit: number | null;
  readonly examiner: FrameExaminer;
  readonly closer: ShotCloser;
  readonly recent: RecentFrames;
  readonly batches: StretchBatches;
}

/**
 * The shots that begin in the stretch, one after the other. A sampled frame is examined only when it surely belongs to
 * one of them that is not saved yet; until that is known it is held, a second or two of samples at most.
 */
export class OwnedShots {
  private readonly samples = new OpenSamples();
  private held: Frame[] = [];
  private open: OpenShot | undefined;
  private begun = 0;

  constructor(private readonly around: Surroundings) {}

  get isOpen(): boolean {
    return this.open !== undefined;
  }

  /** Number of shots that have begun. */
  get count(): number {
    return this.begun;
  }

  begin(start: number, transition: Transition): void {
    if (this.begun === 0) this.around.recent.takeTicksBefore(start);
    this.open = { index: this.begun++, start, transition };
  }

  /** A frame that one pass would examine. */
  hold(frame: Frame): void {
    const picture = { ...frame.picture, data: frame.picture.data.slice() };
    this.held.push({ ...frame, picture });
  }

  /** All boundaries before `decided` are known. */
  async settle(decided: number): Promise<void> {
    for (let [frame] = this.held; frame; [frame] = this.held) {
      if (frame.index >= decided && !this.belongsSurely(frame.index)) return;
      this.held.shift();
      if (!this.open || this.around.batches.has(this.open.index)) continue;
      const { examined } = await this.around.examiner.submit(frame);
      this.samples.add(frame.index, examined);
    }
  }

  /** The open shot ends before this frame. */
  async end(end: number): Promise<void> {
    const { open } = this;
    if (!open) return;
    await this.settle(end);
    const { batches, closer } = this.around;
    const { index, start, transition } = open;
    const shot = { index, frames: { start, end }, transition };
    const samples = await this.samples.takeBefore(end);
    batches.add(shot, batches.has(index) ? { tracks: [], crops: [] } : await closer.close(shot, samples));
    this.open = undefined;
    if (batches.isFull) await this.save(end);
  }

  /** Saves what is not saved yet; `end` is the frame after the last shot. */
  async saveRest(end: number): Promise<void> {
    if (!this.around.batches.isEmpty) await this.save(end);
  }

  private async save(end: number): Promise<void> {
    const { recent, batches } = this.around;
    const last = end === recent.end ? recent.timestampAt(end - 1) : undefined;
    const ticks = recent.takeTicksBefore(end);
    // at the film's end there is no next frame
    await batches.save({ frame: end, timestamp: last ?? recent.timestampAt(end) }, ticks);
  }

  /** Whatever the next boundaries are: the shot of this frame begins in the stretch, and is not saved. */
  private belongsSurely(frame: number): boolean {
    const { limit, batches } = this.around;
    return this.open !== undefined && (limit === null || frame < limit) && !batches.has(this.open.index);
  }
}
