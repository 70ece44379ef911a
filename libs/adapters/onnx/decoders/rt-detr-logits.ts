import { bothBoxes, boxOfCentre } from './both-boxes.js';
import type { DecodeRequest, Decoder, LetterboxedDetection, OutputTensor } from './decoder.js';
import { shapeError } from './only-output.js';

/**
 * Layout `rt-detr-logits` (RT-DETR as Transformers exports it): output.names are the logits [1, queries, classes], of
 * which each is independent of the others, and the boxes [1, queries, 4], centre x, centre y, width, height as shares.
 */
export const decodeRtDetrLogits: Decoder = (request) => {
  const { inputWidth, inputHeight, minScore, manifest } = request;
  const [logits, boxes] = read(request);
  const [, queries = 0, classes = 0] = logits.shape;
  const found: LetterboxedDetection[] = [];
  for (let query = 0; query < queries; query++) {
    const best = logits.data
      .subarray(query * classes, (query + 1) * classes)
      .reduce((most, value) => Math.max(most, value), -Infinity);
    const score = 1 / (1 + Math.exp(-best));
    if (!(score >= minScore)) continue;
    const [x, y, width, height] = boxes.data.subarray(query * 4, query * 4 + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const box = boxOfCentre(x * inputWidth, y * inputHeight, width * inputWidth, height * inputHeight);
    found.push({ score, ...bothBoxes(box, manifest.box) });
  }
  return found;
};

function read(request: DecodeRequest): [OutputTensor, OutputTensor] {
  const [logits, boxes] = request.manifest.output.names.map((name) => request.outputs.get(name)!);
  const queries = boxes?.shape[1];
  const isRight =
    logits?.shape.length === 3 && logits.shape[1] === queries && boxes?.shape.join() === `1,${queries},4`;
  if (logits && boxes && isRight) return [logits, boxes];
  throw shapeError(
    request,
    '[1, queries, classes] for logits and [1, queries, 4] for boxes',
    (boxes ?? logits)?.shape ?? [],
  );
}
