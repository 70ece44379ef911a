import { ModelError } from '../model-error.js';
import type { DecodeRequest, OutputTensor } from './decoder.js';

/** The first (for most layouts the one) output of the manifest. */
export function onlyOutput({ outputs, manifest }: DecodeRequest): OutputTensor {
  return outputs.get(manifest.output.names[0]!)!;
}

/** Cells of all strides together. */
export function countCells({ inputWidth, inputHeight, manifest }: DecodeRequest): number {
  return manifest.strides.reduce((sum, stride) => sum + (inputWidth / stride) * (inputHeight / stride), 0);
}

/** `expected` is prose or a shape; the message names both. */
export function shapeError(request: DecodeRequest, expected: string, got: readonly number[]): ModelError {
  const { manifest, inputWidth, inputHeight } = request;
  return new ModelError(
    'MODEL.INVALID',
    `model ${manifest.id}: layout ${manifest.layout} expects an output of shape ${expected} ` +
      `for an input of ${inputWidth}x${inputHeight} and strides ${manifest.strides.join(', ')}, ` +
      `got [${got.join(', ')}]; correct layout or strides in the manifest`,
    { expected, got },
  );
}
