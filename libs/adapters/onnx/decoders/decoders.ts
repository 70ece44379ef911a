import { ModelError } from '../model-error.js';
import { decodeCastlineLtrb } from './castline-ltrb.js';
import type { Decoder } from './decoder.js';
import { decodeEndToEnd } from './end-to-end.js';
import { decodeRtDetr } from './rt-detr.js';
import { decodeRtDetrLogits } from './rt-detr-logits.js';
import { decodeYolov8 } from './yolov8.js';
import { decodeYunet } from './yunet.js';

/** Every layout that a manifest may name; a new one is a new file here and a line in this map. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['castline-ltrb', decodeCastlineLtrb],
  ['yolov8', decodeYolov8],
  ['end-to-end', decodeEndToEnd],
  ['rt-detr', decodeRtDetr],
  ['rt-detr-logits', decodeRtDetrLogits],
  ['yunet', decodeYunet],
]);

export function decoderFor(layout: string): Decoder {
  const decoder = DECODERS.get(layout);
  if (decoder !== undefined) return decoder;
  const known = [...DECODERS.keys()];
  throw new ModelError(
    'MODEL.INVALID',
    `detector layout ${JSON.stringify(layout)} is unknown; a manifest may name ${known.join(', ')}`,
    { layout, known },
  );
}
