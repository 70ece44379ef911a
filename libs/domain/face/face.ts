import type { Box } from '../box/box.js';
import type { Pose } from './pose.js';

/** Order of the expression scores everywhere (Ekman's six and neutral). */
export const EXPRESSIONS = ['neutral', 'happy', 'angry', 'sad', 'surprise', 'fear', 'disgust'] as const;
export type Expression = (typeof EXPRESSIONS)[number];

/** A face found in a frame: `face` is tight (forehead to chin, muzzle in, ears out), `head` takes in hair, ears and hat. */
export interface Detection {
  readonly face: Box;
  readonly head: Box;
  /** 0..1 */
  readonly score: number;
  /** Under the detector's own threshold: it may carry on a face that was surely seen, and is nothing by itself. */
  readonly isFaint?: true;
}

/** What the embedder reads off one head crop. */
export interface Reading {
  /** L2-normalised; its length is the model's `dimensions`. */
  readonly embedding: Float32Array;
  /** 0..1, how much the embedding should count (sharp, large, unhidden: near 1). */
  readonly quality: number;
  /** 0..1, probability that this is a character's face at all and not a ball. */
  readonly faceness: number;
  /** Probabilities in the order of EXPRESSIONS. */
  readonly expression: Float32Array;
  /** What `describePalette` sees of the head; absent from recognisers that do not look, empty where nothing can be seen. */
  readonly palette?: Uint8Array;
  /** Absent where the model does not tell. */
  readonly pose?: Pose;
  /** 0..1, probability that this is a photographed person's face and not a drawn one's; absent where the model does not tell. */
  readonly photographed?: number;
}

export interface Face {
  readonly detection: Detection;
  readonly reading: Reading;
}
