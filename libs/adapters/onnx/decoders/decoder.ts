import type { LetterboxedBox } from '#domain/box/box.js';
import type { DetectorManifest } from '../manifest.js';

/** A detector's raw answer. */
export interface OutputTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface DecodeRequest {
  /** By the names in the manifest. */
  readonly outputs: ReadonlyMap<string, OutputTensor>;
  readonly inputWidth: number;
  readonly inputHeight: number;
  readonly manifest: DetectorManifest;
  readonly minScore: number;
}

/** In pixels of the model's input, not clipped, overlaps not yet suppressed. */
export interface LetterboxedDetection {
  readonly face: LetterboxedBox;
  readonly head: LetterboxedBox;
  readonly score: number;
}

/** Reads one output layout. @throws ModelError MODEL.INVALID when the tensor's shape is not the layout's. */
export type Decoder = (request: DecodeRequest) => LetterboxedDetection[];
