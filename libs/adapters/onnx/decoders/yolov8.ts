import { bothBoxes, boxOfCentre } from './both-boxes.js';
import type { Decoder, LetterboxedDetection } from './decoder.js';
import { countCells, onlyOutput, shapeError } from './only-output.js';

/**
 * Layout `yolov8` (Ultralytics' default export): [1, 4 + classes, boxes], a box for every cell of every stride, centre x, centre y, width, height in input
 * pixels, then a score for every class; the best class counts, whichever it is.
 */
export const decodeYolov8: Decoder = (request) => {
  const { shape, data } = onlyOutput(request);
  const [batch, rows = 0, boxes = 0] = shape;
  const cells = countCells(request);
  if (shape.length !== 3 || batch !== 1 || rows < 5 || boxes !== cells)
    throw shapeError(request, `[1, 4 + classes, ${cells}]`, shape);
  const found: LetterboxedDetection[] = [];
  for (let box = 0; box < boxes; box++) {
    let score = 0;
    for (let row = 4; row < rows; row++) score = Math.max(score, data[row * boxes + box]!);
    if (!(score >= request.minScore)) continue;
    const [x, y, width, height] = [0, 1, 2, 3].map((row) => data[row * boxes + box]!) as [
      number,
      number,
      number,
      number,
    ];
    found.push({ score, ...bothBoxes(boxOfCentre(x, y, width, height), request.manifest.box) });
  }
  return found;
};
