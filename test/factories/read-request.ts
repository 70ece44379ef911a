import type { OutputTensor } from '#adapters/onnx/decoders/decoder.js';
import { EmbedderManifest } from '#adapters/onnx/manifest.js';
import type { ReadRequest } from '#adapters/onnx/readers/reader.js';

/** The answer of an embedder of this layout to two crops: 3 numbers of identity, 2 expressions, each output named as what it says. */
export function readRequestOf(layout: string, outputs: Readonly<Record<string, OutputTensor>>): ReadRequest {
  const manifest = EmbedderManifest.parse({
    id: 'test',
    version: '1',
    task: 'embed',
    file: 'model.onnx',
    sha256: '0'.repeat(64),
    layout,
    input: { name: 'crops', width: 8, height: 8, cropScale: 1, cropBox: 'head' },
    outputs: Object.fromEntries(Object.keys(outputs).map((name) => [name, name])),
    dimensions: 3,
    expressions: ['happy', 'sad'],
    thresholds: { same: 0.5, margin: 0.1 },
    licence: 'none',
  });
  return { outputs: new Map(Object.entries(outputs)), crops: 2, manifest };
}
