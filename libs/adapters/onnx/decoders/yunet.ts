import { bothBoxes, boxOfCentre } from './both-boxes.js';
import type { DecodeRequest, Decoder, LetterboxedDetection } from './decoder.js';
import { shapeError } from './only-output.js';

/**
 * Layout `yunet` (OpenCV Zoo): outputs cls_S, obj_S [1, cells, 1] and bbox_S [1, cells, 4] for every stride S; score is
 * the geometric mean, the box (dx, dy, log width, log height) in strides from the cell's corner.
 */
export const decodeYunet: Decoder = (request) =>
  request.manifest.strides.flatMap((stride) => decodeStride(request, stride));

function decodeStride(request: DecodeRequest, stride: number): LetterboxedDetection[] {
  const columns = request.inputWidth / stride;
  const cells = columns * (request.inputHeight / stride);
  const classes = read(request, `cls_${stride}`, cells);
  const objects = read(request, `obj_${stride}`, cells);
  const boxes = read(request, `bbox_${stride}`, cells * 4);
  const found: LetterboxedDetection[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const score = Math.sqrt(clamp(classes[cell]!) * clamp(objects[cell]!));
    if (!(score >= request.minScore)) continue;
    const x = ((cell % columns) + boxes[cell * 4]!) * stride;
    const y = (Math.floor(cell / columns) + boxes[cell * 4 + 1]!) * stride;
    const width = Math.exp(boxes[cell * 4 + 2]!) * stride;
    const height = Math.exp(boxes[cell * 4 + 3]!) * stride;
    found.push({ score, ...bothBoxes(boxOfCentre(x, y, width, height), request.manifest.box) });
  }
  return found;
}

function read(request: DecodeRequest, name: string, length: number): Float32Array {
  const output = request.outputs.get(name);
  if (output?.data.length === length) return output.data;
  throw shapeError(request, `${name} with ${length} numbers (named in output.names)`, output?.shape ?? []);
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
