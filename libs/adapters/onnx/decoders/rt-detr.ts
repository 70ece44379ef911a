import { bothBoxes, boxOfCentre } from './both-boxes.js';
import type { Decoder, LetterboxedDetection } from './decoder.js';
import { onlyOutput, shapeError } from './only-output.js';

/** Layout `rt-detr`: [1, queries, 4 + classes], centre x, centre y, width, height as shares of the input, then a score for every class. */
export const decodeRtDetr: Decoder = (request) => {
  const { inputWidth, inputHeight, minScore, manifest } = request;
  const { shape, data } = onlyOutput(request);
  const [batch, queries = 0, columns = 0] = shape;
  if (shape.length !== 3 || batch !== 1 || columns < 5)
    throw shapeError(request, '[1, queries, 4 + classes]', shape);
  const found: LetterboxedDetection[] = [];
  for (let query = 0; query < queries; query++) {
    const row = data.subarray(query * columns, (query + 1) * columns);
    const score = row.subarray(4).reduce((best, value) => Math.max(best, value), 0);
    if (!(score >= minScore)) continue;
    const box = boxOfCentre(
      row[0]! * inputWidth,
      row[1]! * inputHeight,
      row[2]! * inputWidth,
      row[3]! * inputHeight,
    );
    found.push({ score, ...bothBoxes(box, manifest.box) });
  }
  return found;
};
