import { ModelError } from '../model-error.js';
import type { ReadRequest } from './reader.js';

/** Copies of an output's rows, one of `width` numbers for every crop. @throws ModelError */
export function rowsOf(
  { outputs, crops, manifest }: ReadRequest,
  name: string,
  width: number,
): Float32Array[] {
  const { data, shape } = outputs.get(name)!;
  if (shape[0] !== crops || data.length !== crops * width) {
    throw new ModelError(
      'MODEL.INVALID',
      `model ${manifest.id}: output ${name} must be [${crops}, ${width}] for ${crops} crops, ` +
        `got [${shape.join(', ')}]; correct dimensions, expressions or maxBatch in the manifest`,
      { output: name, expected: [crops, width], got: shape },
    );
  }
  return Array.from({ length: crops }, (_, row) => data.slice(row * width, (row + 1) * width));
}
