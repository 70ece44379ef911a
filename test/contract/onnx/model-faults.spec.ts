import assert from 'node:assert/strict';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import {
  detectorManifest,
  embedderManifest,
  meanColourEmbedder,
  redSquareDetector,
  writeModelFolder,
} from '../../factories/stand-in-models.js';

describe('A model that is not what its manifest says', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-models-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Writes good model folders, spoils them, and returns the error of loading them. */
  async function loadSpoiled(spoil: {
    detector?: object;
    embedder?: object;
    model?: Uint8Array;
    then?: (detectorFolder: string) => Promise<void>;
  }): Promise<CastlineError> {
    const detector = { ...detectorManifest, ...spoil.detector };
    const embedder = { ...embedderManifest, ...spoil.embedder };
    const detectorFolder = await writeModelFolder(
      join(folder, 'd'),
      detector,
      spoil.model ?? redSquareDetector(),
    );
    const embedderFolder = await writeModelFolder(join(folder, 'e'), embedder, meanColourEmbedder());
    await spoil.then?.(detectorFolder);
    const recognizer = new OnnxFaceRecognizer({ detectorFolder, embedderFolder, workers: 1 });
    try {
      await recognizer.load();
    } catch (error) {
      assert.ok(error instanceof CastlineError, String(error));
      assert.equal(error.kind, 'environment');
      return error;
    } finally {
      await recognizer.close();
    }
    return assert.fail('the models were loaded');
  }

  it('is refused when its bytes are others than promised, naming both sums', async () => {
    const error = await loadSpoiled({ detector: { sha256: 'f'.repeat(64) } });
    assert.equal(error.code, 'MODEL.CHECKSUM');
    assert.match(error.message, /model\.onnx/);
    assert.match(error.message, /expected sha256 f{64}, got [0-9a-f]{64}/);
  });

  it('is refused when its file or its manifest is missing', async () => {
    for (const file of ['model.onnx', 'manifest.json']) {
      const error = await loadSpoiled({ then: (detectorFolder) => unlink(join(detectorFolder, file)) });
      assert.equal(error.code, 'MODEL.MISSING');
      assert.ok(error.message.includes(file));
    }
  });

  it('is refused when the manifest is no JSON', async () => {
    const error = await loadSpoiled({ then: (at) => writeFile(join(at, 'manifest.json'), '{ "id": ') });
    assert.equal(error.code, 'MODEL.INVALID');
  });

  const faults: Record<string, Parameters<typeof loadSpoiled>[0]> = {
    'the manifest lacks a field': { detector: { input: undefined } },
    'the file lies outside of its folder': { detector: { file: '../model.onnx' } },
    'the layout is unknown': { detector: { layout: 'no-such-layout' } },
    'the file is no ONNX model': { model: new TextEncoder().encode('not a model') },
    'the input has another name': { detector: { input: { ...detectorManifest.input, name: 'data' } } },
    'the output has another name': { detector: { output: { name: 'boxes' } } },
    'the output has another shape': { detector: { strides: [8, 16] } },
    'the input has another size than the graph can take': {
      embedder: { input: { ...embedderManifest.input, width: 112, height: 112 } },
    },
    'the embedding has another length': { embedder: { dimensions: 256 } },
    'it is a detector in the place of the embedder': { embedder: { task: 'detect' } },
  };
  for (const [fault, spoil] of Object.entries(faults)) {
    it(`is refused when ${fault}`, async () => {
      const error = await loadSpoiled(spoil);
      assert.equal(error.code, 'MODEL.INVALID');
    });
  }
});
