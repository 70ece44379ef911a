// An embedder with two inputs sees each face twice: the head, and the face alone.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import { EXPRESSIONS } from '#domain/face/face.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import {
  detectorManifest,
  embedderManifest,
  meanColourEmbedder,
  redSquareDetector,
  writeModelFolder,
} from '../../factories/stand-in-models.js';

const closeUp = { name: 'faces', width: 32, height: 32, cropScale: 1, cropBox: 'face' };

/** Green, with the middle of the lower part of the head blue. */
function greenHeadBlueFace(): RgbPicture {
  const data = new Uint8Array(300 * 300 * 3);
  for (let i = 0; i < 300 * 300; i++) data.set([0, 255, 0], i * 3);
  for (let y = 160; y < 260; y++) for (let x = 100; x < 200; x++) data.set([0, 0, 255], (y * 300 + x) * 3);
  return { format: 'rgb24', width: 300, height: 300, data };
}

describe('An embedder with a close-up input', () => {
  let folder: string;
  const openWith = async (manifest: object, model: Uint8Array): Promise<OnnxFaceRecognizer> => {
    const detectorFolder = await writeModelFolder(
      join(folder, 'detector'),
      detectorManifest,
      redSquareDetector(),
    );
    const embedderFolder = await writeModelFolder(join(folder, 'embedder'), manifest, model);
    return new OnnxFaceRecognizer({ detectorFolder, embedderFolder, workers: 1 });
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-close-up-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('reads identity from the head, expression and pose from the face', async () => {
    const recognizer = await openWith(
      { ...embedderManifest, closeUp },
      meanColourEmbedder({ closeUp: true }),
    );
    const [reading] = await recognizer.readHeads(greenHeadBlueFace(), [
      { x1: 94, y1: 120, x2: 206, y2: 260 },
    ]);
    await recognizer.close();
    assert.ok(reading!.embedding[1]! > reading!.embedding[2]!, 'the head is mostly green');
    assert.ok(reading!.expression[EXPRESSIONS.indexOf('fear')]! > 0.95, 'the face is blue');
    assert.ok(Math.abs(reading!.pose!.roll + 20) < 1 && Math.abs(reading!.pose!.pitch) < 2);
  });

  const faults: [string, object, Uint8Array][] = [
    ['whose graph has one input', { ...embedderManifest, closeUp }, meanColourEmbedder()],
    ['that the manifest keeps silent about', embedderManifest, meanColourEmbedder({ closeUp: true })],
  ];
  for (const [title, manifest, model] of faults)
    it(`is refused as one ${title}`, async () => {
      const recognizer = await openWith(manifest, model);
      await assert.rejects(recognizer.load(), { code: 'MODEL.INVALID', message: /inputs crops/ });
      await recognizer.close();
    });
});
