import type { Box } from '../box/box.js';
import type { Pose } from '../face/pose.js';

/** One sampled sighting of a track's face. */
export interface Sighting {
  readonly frame: number;
  readonly face: Box;
  readonly head: Box;
  readonly score: number;
}

/**
 * One face followed through one shot. `frames` is the half-open range it is taken to be on screen (from its first to its
 * last sighting, grown to the middle of the sampling gap or to the shot's border where nothing says otherwise).
 */
export interface Track {
  readonly id: string;
  readonly shotIndex: number;
  readonly start: number;
  readonly end: number;
  readonly sightings: readonly Sighting[];
  /** Quality-weighted mean of the embeddings, L2-normalised. */
  readonly template: Float32Array;
  /** At most 8 diverse embeddings of the track, best first; what identification compares. */
  readonly exemplars: readonly Float32Array[];
  /** Mean quality 0..1 and mean probability of being a face 0..1 over the sightings. */
  readonly quality: number;
  readonly faceness: number;
  /** Mean expression probabilities in the order of EXPRESSIONS. */
  readonly expression: readonly number[];
  /** Mean palette of the heads, in steps of 1/255; absent from scans of before it was kept. */
  readonly palette?: readonly number[];
  /** Index into `sightings` of the one to show to a person. */
  readonly bestSighting: number;
  /** Of the best sighting; absent where the model does not tell. */
  readonly pose?: Pose;
  /** Mean probability 0..1 of being photographed; absent where the model does not tell. */
  readonly photographed?: number;
}
