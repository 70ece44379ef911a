import type { DecodeRequest, OutputTensor } from '#adapters/onnx/decoders/decoder.js';
import { DetectorManifest } from '#adapters/onnx/manifest.js';

/** The answer of a detector of this layout to a picture of 64x32, threshold 0.5. */
export function requestOf(
  layout: string,
  outputs: Readonly<Record<string, OutputTensor>>,
  box: 'face' | 'head' = 'face',
): DecodeRequest {
  const manifest = DetectorManifest.parse({
    id: 'test',
    version: '1',
    task: 'detect',
    file: 'model.onnx',
    sha256: '0'.repeat(64),
    layout,
    input: { name: 'images', width: 64, height: 32 },
    output: { names: Object.keys(outputs) },
    box,
    thresholds: { score: 0.5 },
    licence: 'none',
  });
  return {
    outputs: new Map(Object.entries(outputs)),
    inputWidth: 64,
    inputHeight: 32,
    manifest,
    minScore: 0.5,
  };
}
