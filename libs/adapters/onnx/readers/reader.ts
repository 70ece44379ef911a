import type { Pose } from '#domain/face/pose.js';
import type { OutputTensor } from '../decoders/decoder.js';
import type { EmbedderManifest } from '../manifest.js';

export interface ReadRequest {
  /** By the names in the manifest. */
  readonly outputs: ReadonlyMap<string, OutputTensor>;
  /** How many crops the model was given. */
  readonly crops: number;
  readonly manifest: EmbedderManifest;
}

/** What a model says of one crop, as it says it; whatever it has no output for is absent. */
export interface CropAnswer {
  /** Of the manifest's `dimensions`; need not be normalised. */
  readonly embedding: Float32Array;
  readonly quality?: number;
  readonly faceness?: number;
  /** In the order of the manifest's `expressions`. */
  readonly expression?: Float32Array;
  readonly pose?: Pose;
  readonly photographed?: number;
}

/** Reads one output layout: an answer for every crop, in their order. @throws ModelError MODEL.INVALID when a tensor's shape is not the layout's. */
export type Reader = (request: ReadRequest) => CropAnswer[];
