import { bothBoxes } from './both-boxes.js';
import type { Decoder, LetterboxedDetection } from './decoder.js';
import { onlyOutput, shapeError } from './only-output.js';

/** Layout `end-to-end` (YOLOv10 and later, exports with built-in suppression): [1, boxes, 6], x1 y1 x2 y2 in input pixels, score, class. */
export const decodeEndToEnd: Decoder = (request) => {
  const { shape, data } = onlyOutput(request);
  if (shape.length !== 3 || shape[0] !== 1 || shape[2] !== 6)
    throw shapeError(request, '[1, boxes, 6]', shape);
  const found: LetterboxedDetection[] = [];
  for (let at = 0; at < data.length; at += 6) {
    const score = data[at + 4]!;
    if (!(score >= request.minScore)) continue;
    const box = { x1: data[at]!, y1: data[at + 1]!, x2: data[at + 2]!, y2: data[at + 3]! };
    found.push({ score, ...bothBoxes(box, request.manifest.box) });
  }
  return found;
};
