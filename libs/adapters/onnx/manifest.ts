// What a model folder's manifest.json says: everything needed to feed a model and to read its answer. A model of a
// known layout plugs in by its manifest alone.
import { z } from 'zod';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const share = z.number().min(0).max(1);

const pixels = z.object({
  name: z.string().min(1),
  width: z.int().positive(),
  height: z.int().positive(),
  channels: z.enum(['rgb', 'bgr']).default('rgb'),
  /** The model is fed (byte * scale - mean) / std per channel, in the order R, G, B whatever `channels` says. */
  scale: z
    .number()
    .positive()
    .default(1 / 255),
  mean: triple.default([0, 0, 0]),
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).default([1, 1, 1]),
});

const common = {
  id: z.string().min(1),
  version: z.string().min(1),
  file: z.string().regex(/^[\w][\w.-]*$/, 'must be the plain name of a file beside the manifest'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
  /** Which decoder (of a detector) or reader (of an embedder) reads the outputs. */
  layout: z.string().min(1),
  licence: z.string().min(1),
};

export const DetectorManifest = z.object({
  ...common,
  task: z.literal('detect'),
  input: pixels.extend({
    /** Present: height and width may be any multiple of this. Absent: exactly `width` x `height`. */
    multipleOf: z.int().positive().optional(),
    place: z.enum(['top-left', 'centre']).default('top-left'),
    /** Grey of the padding, 0..255. */
    padding: z.int().min(0).max(255).default(114),
  }),
  /** The one output, or all that the layout reads. */
  output: z.union([
    z.object({ name: z.string().min(1) }).transform(({ name }) => ({ names: [name] })),
    z.object({ names: z.array(z.string().min(1)).min(1) }),
  ]),
  strides: z.array(z.int().positive()).min(1).default([8, 16, 32]),
  /** For layouts of one box: which box it is. The other one is estimated from it. */
  box: z.enum(['face', 'head']).default('face'),
  thresholds: z
    .object({
      score: share,
      /** Weaker detections down to here carry on what was surely seen; half of `score` where absent. */
      faint: share.optional(),
      iou: share.default(0.5),
      containment: share.default(0.7),
    })
    .transform((given) => ({ ...given, faint: Math.min(given.faint ?? given.score / 2, given.score) })),
});
export type DetectorManifest = z.infer<typeof DetectorManifest>;

const crop = pixels.extend({
  /** Side of the square crop over the longer side of the box that is cropped. */
  cropScale: z.number().positive(),
  cropBox: z.enum(['head', 'face']),
});
export type CropInput = z.infer<typeof crop>;

export const EmbedderManifest = z.object({
  ...common,
  task: z.literal('embed'),
  input: crop.extend({
    /** The model takes at most this many crops at once. */
    maxBatch: z.int().positive().default(16),
  }),
  /** A second input of the same graph, for another crop of the same faces: an expression is read from the face alone. */
  closeUp: crop.optional(),
  outputs: z.object({
    embedding: z.string().min(1),
    quality: z.string().min(1).optional(),
    face: z.string().min(1).optional(),
    expression: z.string().min(1).optional(),
    /** Yaw, pitch, roll in degrees, with the signs of the domain's Pose. */
    pose: z.string().min(1).optional(),
    /** Probability of being photographed rather than drawn. */
    photographed: z.string().min(1).optional(),
  }),
  dimensions: z.int().positive(),
  /** Names of the expression output's numbers; those that Castline does not know are left out. */
  expressions: z.array(z.string()).default([]),
  thresholds: z.object({
    same: z.number().min(-1).max(1),
    margin: share,
    face: share.default(0),
    /** Mean probability from which a track counts as photographed; absent: none does. */
    photographed: share.optional(),
  }),
});
export type EmbedderManifest = z.infer<typeof EmbedderManifest>;
