import type { DecodeRequest, Decoder, LetterboxedDetection } from './decoder.js';
import { countCells, onlyOutput, shapeError } from './only-output.js';

/** Score, distances of the face's left, top, right, bottom edge from the cell's centre, the same for the head. */
const NUMBERS_PER_CELL = 9;

/** Layout `castline-ltrb`: [1, cells, 9], cells of all strides in order, each row by row; distances in input pixels. */
export const decodeCastlineLtrb: Decoder = (request) => {
  const { inputWidth, inputHeight, minScore } = request;
  const data = readCells(request);
  const found: LetterboxedDetection[] = [];
  let at = 0;
  for (const stride of request.manifest.strides) {
    const columns = inputWidth / stride;
    const cells = columns * (inputHeight / stride);
    for (let cell = 0; cell < cells; cell++, at += NUMBERS_PER_CELL) {
      const score = data[at]!;
      if (!(score >= minScore)) continue;
      const x = ((cell % columns) + 0.5) * stride;
      const y = (Math.floor(cell / columns) + 0.5) * stride;
      found.push({ score, face: boxAround(x, y, data, at + 1), head: boxAround(x, y, data, at + 5) });
    }
  }
  return found;
};

function boxAround(x: number, y: number, data: Float32Array, at: number): LetterboxedDetection['face'] {
  return { x1: x - data[at]!, y1: y - data[at + 1]!, x2: x + data[at + 2]!, y2: y + data[at + 3]! };
}

function readCells(request: DecodeRequest): Float32Array {
  const { shape, data } = onlyOutput(request);
  const expected = [1, countCells(request), NUMBERS_PER_CELL];
  if (expected.join() !== shape.join()) throw shapeError(request, `[${expected.join(', ')}]`, shape);
  return data;
}
