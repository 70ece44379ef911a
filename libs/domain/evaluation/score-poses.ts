import type { Pose } from '../face/pose.js';
import { quantile } from '../identity/quantile.js';

export interface PosePair {
  readonly truth: Pose;
  /** Null where no answer was given. */
  readonly said: Pose | null;
}

interface AngleError {
  /** Mean and median of the absolute error in degrees. */
  readonly mean: number;
  readonly median: number;
  /** Share of errors of at most 15 degrees. */
  readonly within15: number;
}

export interface PoseScore {
  readonly items: number;
  readonly unanswered: number;
  /** Null without an answer. */
  readonly angles: Readonly<Record<keyof Pose, AngleError>> | null;
  /** Mean error of the three angles together. */
  readonly meanError: number | null;
}

const ANGLES = ['yaw', 'pitch', 'roll'] as const;
const NEAR = 15;

/** Absolute errors of what was answered; what was not is counted apart, for there is no error to give it. */
export function scorePoses(pairs: readonly PosePair[]): PoseScore {
  const answered = pairs.flatMap(({ truth, said }) => (said === null ? [] : [{ truth, said }]));
  const errors = ANGLES.map((angle) => answered.map(({ truth, said }) => gapOf(said[angle], truth[angle])));
  const counts = { items: pairs.length, unanswered: pairs.length - answered.length };
  if (answered.length === 0) return { ...counts, angles: null, meanError: null };
  const [yaw, pitch, roll] = errors.map(summarize) as [AngleError, AngleError, AngleError];
  return { ...counts, angles: { yaw, pitch, roll }, meanError: (yaw.mean + pitch.mean + roll.mean) / 3 };
}

/** Between two directions, 0..180. */
function gapOf(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return Math.min(turn, 360 - turn);
}

function summarize(errors: readonly number[]): AngleError {
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    median: quantile(errors, 0.5),
    within15: errors.filter((error) => error <= NEAR).length / errors.length,
  };
}
