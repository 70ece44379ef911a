import { changeBetween, type Change } from './change.js';
import type { FrameFeatures } from '../shots/frame-features.js';

export interface FrameSamplerOptions {
  /** How often a scene that moves is looked at. */
  readonly samplesPerSecond: number;
  /** A scene that stands still is looked at this often. */
  readonly secondsBetweenStillSamples: number;
  /** The first frame that comes is not the episode's first. */
  readonly startsInside: boolean;
}

const DEFAULTS: FrameSamplerOptions = {
  samplesPerSecond: 4,
  secondsBetweenStillSamples: 1,
  startsInside: false,
};

/** A step from one frame to the next that may be a cut. Lower than any that the shot detector takes for one. */
const JUMP_GLOBAL = 5.5;
/** A jump stands out from the two steps before it; steady motion does not, and the time grid looks at that. */
const JUMP_RATIO = 1.25;
/** Steps that a jump is compared with. A shot that is younger than that has its first frame looked at already. */
const STEPS_BEFORE = 2;
/** Less than this, in grey levels, and nothing worth another look has changed: codec noise and grain stay below. */
const CHANGED_GLOBAL = 1;
const CHANGED_BLOCK = 5;
/** Standard deviation of luma below which there is nothing to see. */
const BLANK_CONTRAST = 5;

/**
 * Decides which frames are looked at, before it is known where shots begin: whatever could be the first frame of a shot,
 * and beyond that the first frame of every slot of a fixed time grid in which something changed since the slot before.
 *
 * The grid hangs on the episode's own clock and the memory is one slot and two steps deep, so that a sampler that starts at a shot's
 * first frame goes on as the one that came there.
 */
export class FrameSampler {
  private readonly options: FrameSamplerOptions;
  private previous: { readonly seconds: number; readonly features: FrameFeatures } | undefined;
  /** Picture at the last slot's beginning; undefined when the next slot is to be looked at whatever it shows. */
  private anchor: FrameFeatures | undefined;
  private steps: readonly number[] = [];
  private certain: boolean;

  constructor(options: Partial<FrameSamplerOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
    this.certain = !this.options.startsInside;
  }

  /**
   * Whether frames from now on are chosen as by a sampler that has seen the whole film. One that starts inside does so
   * once it knows the steps that a jump is compared with and has come to a jump or to the beginning of a slot.
   */
  get isCertain(): boolean {
    return this.certain;
  }

  /**
   * @param seconds time of the frame since the episode's beginning; never smaller than the frame's before
   * @returns whether the frame is to be looked at; true for the first
   */
  shouldSample(_frame: number, seconds: number, features: FrameFeatures): boolean {
    const previous = this.previous;
    this.previous = { seconds, features };
    if (!previous) return true;
    const knowsSteps = this.steps.length === STEPS_BEFORE;
    const isJump = this.isJump(changeBetween(previous.features, features));
    const isDue = isJump || this.isDueOnGrid(previous.seconds, seconds, features);
    if (isJump) this.anchor = undefined;
    this.certain ||= knowsSteps && (isJump || this.beginsSlot(previous.seconds, seconds));
    return isDue;
  }

  private beginsSlot(before: number, seconds: number): boolean {
    const length = 1 / this.options.samplesPerSecond;
    return slot(before, length) !== slot(seconds, length);
  }

  private isJump({ global }: Change): boolean {
    const before = this.steps;
    this.steps = [...before, global].slice(-STEPS_BEFORE);
    if (before.length < STEPS_BEFORE || global < JUMP_GLOBAL) return false;
    return global >= JUMP_RATIO * Math.max(...before);
  }

  private isDueOnGrid(before: number, seconds: number, features: FrameFeatures): boolean {
    const { secondsBetweenStillSamples } = this.options;
    if (!this.beginsSlot(before, seconds)) return false;
    const anchor = this.anchor;
    const isBlank = features.contrast < BLANK_CONTRAST;
    this.anchor = isBlank ? undefined : features;
    if (isBlank) return false;
    if (!anchor || slot(before, secondsBetweenStillSamples) !== slot(seconds, secondsBetweenStillSamples))
      return true;
    const { global, block } = changeBetween(anchor, features);
    return global >= CHANGED_GLOBAL || block >= CHANGED_BLOCK;
  }
}

function slot(seconds: number, length: number): number {
  // a microsecond of slack: a frame that begins with a slot must not fall into the slot before by rounding
  return Math.floor((seconds + 1e-6) / length);
}
