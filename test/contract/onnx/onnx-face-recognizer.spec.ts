import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import type { RgbPicture, Yuv420Picture } from '#domain/picture/picture.js';
import {
  detectorManifest,
  embedderManifest,
  meanColourEmbedder,
  redSquareDetector,
  writeModelFolder,
} from '../../factories/stand-in-models.js';

const FULL_SIZE = { scaleX: 1, scaleY: 1 };

/** A grey picture with an 8x8 red square whose top left corner is at (x, y). */
function pictureWithRedSquare(width: number, height: number, x: number, y: number, side = 8): RgbPicture {
  const data = new Uint8Array(width * height * 3).fill(100);
  for (let row = y; row < y + side; row++) {
    for (let column = x; column < x + side; column++) data.set([255, 0, 0], (row * width + column) * 3);
  }
  return { format: 'rgb24', width, height, data };
}

describe('OnnxFaceRecognizer', () => {
  let folder: string;
  let detectorFolder: string;
  let embedderFolder: string;
  let recognizer: OnnxFaceRecognizer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-onnx-'));
    detectorFolder = await writeModelFolder(join(folder, 'detector'), detectorManifest, redSquareDetector());
    embedderFolder = await writeModelFolder(join(folder, 'embedder'), embedderManifest, meanColourEmbedder());
    recognizer = new OnnxFaceRecognizer({ detectorFolder, embedderFolder, workers: 2 });
  });
  after(async () => {
    await recognizer.close();
    await rm(folder, { recursive: true });
  });

  it('tells the identity of its models and the thresholds of the embedder', async () => {
    const models = await recognizer.load();
    assert.equal(models.detector.id, 'red-squares');
    assert.equal(models.embedder.id, 'mean-colour');
    assert.match(models.embedder.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(models.thresholds, { same: 0.9, margin: 0.05, face: 0.5 });
  });

  it('finds a face where it is, in source pixels', async () => {
    const [face, ...others] = await recognizer.examine(pictureWithRedSquare(640, 360, 320, 160), {
      scaleX: 2,
      scaleY: 3,
    });
    assert.equal(others.length, 0);
    assert.deepEqual(face?.detection.face, { x1: 2 * 312, y1: 3 * 152, x2: 2 * 336, y2: 3 * 176 });
    assert.deepEqual(face.detection.head, { x1: 2 * 304, y1: 3 * 144, x2: 2 * 344, y2: 3 * 184 });
    assert.ok(Math.abs(face.detection.score - 1) < 1e-6);
  });

  it('clips boxes to the picture', async () => {
    const [face] = await recognizer.examine(pictureWithRedSquare(640, 360, 0, 0), FULL_SIZE);
    assert.deepEqual(face?.detection.face, { x1: 0, y1: 0, x2: 16, y2: 16 });
  });

  it('gives what is too weak to stand alone only where that is asked for, marked as faint', async () => {
    const picture = pictureWithRedSquare(640, 360, 320, 160);
    const { data } = pictureWithRedSquare(640, 360, 80, 80);
    for (let i = 0; i < data.length; i += 3) if (data[i] === 255) picture.data.set([100, 0, 0], i);
    const alone = await recognizer.examine(picture, FULL_SIZE);
    const [sure, faint, ...others] = await recognizer.examine(picture, { ...FULL_SIZE, withFaint: true });
    assert.deepEqual([sure], alone);
    assert.ok(faint?.detection.isFaint && faint.detection.score < 0.5);
    assert.equal(others.length, 0);
  });

  it('reads every head on its own crop, faces by falling score', async () => {
    const picture = pictureWithRedSquare(640, 360, 320, 160);
    const { data } = pictureWithRedSquare(640, 360, 80, 80);
    for (let i = 0; i < data.length; i += 3) if (data[i] === 255) picture.data.set([200, 0, 255], i);
    const faces = await recognizer.examine(picture, FULL_SIZE);
    assert.deepEqual(
      faces.map(({ detection }) => Math.round(detection.score * 255)),
      [255, 200],
    );
    const [red, violet] = faces;
    assert.ok(red!.reading.embedding[0]! > red!.reading.embedding[2]!);
    assert.ok(violet!.reading.embedding[2]! > violet!.reading.embedding[1]!);
    for (const { reading } of faces) {
      assert.ok(Math.abs(Math.hypot(...reading.embedding) - 1) < 1e-6);
      assert.equal(reading.expression.length, 7);
      const { yaw, pitch, roll } = reading.pose!;
      const [r, g, b] = reading.embedding; // the mean colour, made unit length
      assert.ok(yaw > 0 && Math.abs(pitch / yaw - (g! * 40) / (r! * 80)) < 1e-5);
      assert.ok(roll < 0 && Math.abs(roll / yaw + (b! * 20) / (r! * 80)) < 1e-5);
    }
  });

  it('reads how likely a face is photographed, where the model tells', async () => {
    const outputs = { ...embedderManifest.outputs, photographed: 'face' };
    const telling = await writeModelFolder(
      join(folder, 'telling'),
      { ...embedderManifest, outputs },
      meanColourEmbedder(),
    );
    const other = new OnnxFaceRecognizer({ detectorFolder, embedderFolder: telling, workers: 1 });
    const picture = pictureWithRedSquare(640, 360, 320, 160);
    const [told] = await other.examine(picture, FULL_SIZE);
    await other.close();
    assert.equal(told?.reading.photographed, told?.reading.faceness);
    assert.equal((await recognizer.examine(picture, FULL_SIZE))[0]?.reading.photographed, undefined);
  });

  it('reads a frame of the decoder as it reads the same picture in RGB', async () => {
    const [width, height] = [640, 360];
    const data = new Uint8Array((width * height * 3) / 2).fill(128);
    data.fill(102, 0, width * height); // the luma of grey 100
    for (let y = 160; y < 168; y++) data.fill(81, y * width + 320, y * width + 328);
    for (let y = 80; y < 84; y++) {
      data.fill(90, width * height + y * 320 + 160, width * height + y * 320 + 164);
      data.fill(240, width * height * 1.25 + y * 320 + 160, width * height * 1.25 + y * 320 + 164);
    }
    const frame: Yuv420Picture = { format: 'yuv420p', width, height, data };
    const [fromFrame] = await recognizer.examine(frame, FULL_SIZE);
    const [fromRgb] = await recognizer.examine(pictureWithRedSquare(640, 360, 320, 160), FULL_SIZE);
    assert.deepEqual(fromFrame?.detection.face, fromRgb?.detection.face);
    fromRgb!.reading.embedding.forEach((value, i) => {
      assert.ok(Math.abs(value - fromFrame!.reading.embedding[i]!) < 0.01);
    });
  });

  it('finds faces in pictures of any size and shape', async () => {
    const sizes = [
      { width: 40, height: 40, square: 8 },
      { width: 360, height: 640, square: 16 },
      { width: 1920, height: 1080, square: 48 },
      { width: 2001, height: 1501, square: 60 },
    ];
    for (const { width, height, square } of sizes) {
      const [x, y] = [Math.floor(width / 2), Math.floor(height / 2)];
      const picture = pictureWithRedSquare(width, height, x, y, square);
      const [face] = await recognizer.examine(picture, FULL_SIZE);
      assert.ok(face, `${width}x${height}`);
      const { x1, y1, x2, y2 } = face.detection.face;
      assert.ok(x1 < x + square && x2 > x && y1 < y + square && y2 > y, `${width}x${height}`);
      assert.ok(x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height, `${width}x${height}`);
    }
  });

  it('answers no faces for a picture of one pixel', async () => {
    const dot = { format: 'rgb24', width: 1, height: 1, data: new Uint8Array(3) } as const;
    assert.deepEqual(await recognizer.examine(dot, FULL_SIZE), []);
  });

  it('copies the picture before the call returns', async () => {
    const picture = pictureWithRedSquare(640, 360, 320, 160);
    const examined = recognizer.examine(picture, FULL_SIZE);
    picture.data.fill(0);
    assert.equal((await examined).length, 1);
  });

  it('examines more pictures at once than it has workers', async () => {
    const pictures = Array.from({ length: 12 }, (_, i) => pictureWithRedSquare(640, 360, 8 * i, 80));
    const all = await Promise.all(pictures.map((picture) => recognizer.examine(picture, FULL_SIZE)));
    all.forEach((faces, i) => {
      assert.equal(faces.length, 1);
      assert.equal(faces[0]!.detection.face.x2, 8 * i + 16);
    });
  });

  it('reads given heads in their order', async () => {
    const picture = pictureWithRedSquare(64, 64, 0, 0, 32);
    const [red, grey] = await recognizer.readHeads(picture, [
      { x1: 8, y1: 8, x2: 24, y2: 24 },
      { x1: 40, y1: 40, x2: 56, y2: 56 },
    ]);
    assert.ok(red!.embedding[0]! > 0.99);
    assert.ok(Math.abs(grey!.embedding[0]! - 1 / Math.sqrt(3)) < 1e-4);
  });

  it('fails what is waiting when it is closed, and works again afterwards', async () => {
    const other = new OnnxFaceRecognizer({ detectorFolder, embedderFolder, workers: 1 });
    await other.load();
    const waiting = Array.from({ length: 3 }, () =>
      other.examine(pictureWithRedSquare(640, 360, 0, 0), FULL_SIZE),
    );
    const outcomes = Promise.allSettled(waiting);
    await new Promise((resolve) => setImmediate(resolve));
    await other.close();
    assert.ok((await outcomes).some(({ status }) => status === 'rejected'));
    assert.equal((await other.examine(pictureWithRedSquare(640, 360, 0, 0), FULL_SIZE)).length, 1);
    await other.close();
  });
});
