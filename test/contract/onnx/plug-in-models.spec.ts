// Models of other families work by their manifest alone: the very manifests that models/README.md shows.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DetectorManifest, EmbedderManifest } from '#adapters/onnx/manifest.js';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { exampleManifests, plugInDetector, plugInEmbedder } from '../../factories/plug-in-models.js';
import {
  detectorManifest,
  embedderManifest,
  meanColourEmbedder,
  redSquareDetector,
  writeModelFolder,
} from '../../factories/stand-in-models.js';

type Colour = readonly [number, number, number];
const FULL_SIZE = { scaleX: 1, scaleY: 1 };
const examples = exampleManifests();
const detectors = [...examples.values()].filter((manifest) => manifest.task === 'detect');

/** Left half of one colour, right half of another. */
function halves(width: number, height: number, left: Colour, right: Colour): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(i % width < width / 2 ? left : right, i * 3);
  return { format: 'rgb24', width, height, data };
}

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'castline-plug-in-'));
});
after(() => rm(folder, { recursive: true }));

/** Opens a recogniser with one model exchanged, uses it, closes it. */
async function withModel<Result>(
  manifest: DetectorManifest | EmbedderManifest,
  use: (recognizer: OnnxFaceRecognizer) => Promise<Result>,
): Promise<Result> {
  const { sha256: _placeholder, ...rest } = manifest;
  // as the file has it: what the schema makes of `output` is read again
  const file = manifest.task === 'detect' ? { ...rest, output: manifest.output } : rest;
  const isDetector = manifest.task === 'detect';
  const detectorFolder = isDetector
    ? await writeModelFolder(
        join(folder, `${manifest.id}-${manifest.layout}`),
        file,
        plugInDetector(manifest),
      )
    : await writeModelFolder(join(folder, 'detector'), detectorManifest, redSquareDetector());
  const embedderFolder = isDetector
    ? await writeModelFolder(join(folder, 'embedder'), embedderManifest, meanColourEmbedder())
    : await writeModelFolder(join(folder, manifest.id), file, plugInEmbedder(manifest));
  const recognizer = new OnnxFaceRecognizer({ detectorFolder, embedderFolder, workers: 1 });
  try {
    return await use(recognizer);
  } finally {
    await recognizer.close();
  }
}

const detectorOf = (id: string, more: Partial<DetectorManifest> = {}): DetectorManifest => ({
  ...(examples.get(id) as DetectorManifest),
  ...more,
});

describe('A detector of another family', () => {
  const table: [string, DetectorManifest][] = [
    ...detectors.map((manifest): [string, DetectorManifest] => [manifest.id, manifest]),
    ['yolov8 with built-in suppression', detectorOf('yolov8-face', { layout: 'end-to-end' })],
    [
      'rt-detr with logits',
      detectorOf('rt-detr-face', { layout: 'rt-detr-logits', output: { names: ['logits', 'pred_boxes'] } }),
    ],
  ];

  it('is shown for each of YOLOv8, RT-DETR and YuNet', () => {
    assert.deepEqual(
      detectors.map(({ layout }) => layout),
      ['yolov8', 'rt-detr', 'yunet'],
    );
  });

  for (const [title, manifest] of table) {
    it(`finds faces where ${title} says, whatever the order and range of its colours`, async () => {
      // 1280x640 in 640x640: halved, and with half of the input padding
      const faces = await withModel(manifest, (recognizer) =>
        recognizer.detect(halves(1280, 640, [255, 0, 0], [204, 0, 0]), FULL_SIZE),
      );
      const top = manifest.input.place === 'centre' ? 160 : 0;
      assert.deepEqual(
        faces.map(({ face }) =>
          [face.x1, face.y1, face.x2, face.y2].map((edge) => Math.round(edge * 100) / 100),
        ),
        [
          [200, 2 * (200 - top), 400, 2 * (300 - top)],
          [840, 2 * (200 - top), 960, 2 * (300 - top)],
        ],
      );
      for (const { face, head } of faces)
        assert.ok(head.y1 < face.y1 && head.x1 < face.x1 && head.x2 > face.x2);
      const [first, second] = faces.map(({ score }) => score);
      assert.ok(first! > 0.99 && first! <= 1 && second! > 0.79 && second! < first!, `${first}, ${second}`);
    });

    it(`finds nothing with ${title} where nothing is red`, async () => {
      const faces = await withModel(manifest, (recognizer) =>
        recognizer.detect(halves(1280, 640, [0, 255, 0], [0, 0, 255]), FULL_SIZE),
      );
      assert.deepEqual(faces, []);
    });
  }
});

describe('An embedder of another family', () => {
  const colour: Colour = [200, 100, 50];
  const read = (id: string, picture: RgbPicture, head: [number, number, number, number]) =>
    withModel(examples.get(id)!, async (recognizer) => {
      const [x1, y1, x2, y2] = head;
      const [reading] = await recognizer.readHeads(picture, [{ x1, y1, x2, y2 }]);
      return reading!;
    });
  const unit = (values: readonly number[]): number[] => values.map((value) => value / Math.hypot(...values));

  const table: [string, number, (byte: number, channel: number) => number][] = [
    [
      'ccip-features',
      768,
      (byte, channel) =>
        (byte / 255 - [0.48145466, 0.4578275, 0.40821073][channel]!) /
        [0.26862954, 0.26130258, 0.27577711][channel]!,
    ],
    ['arcface', 512, (byte) => (byte - 127.5) / 127.5],
  ];
  for (const [id, dimensions, normalised] of table) {
    it(`${id} is fed as it was trained, and its embedding is normalised`, async () => {
      const reading = await read(id, halves(400, 400, colour, colour), [100, 100, 200, 200]);
      const fed = colour.map(normalised);
      const expected = unit(Array.from({ length: dimensions }, (_, k) => fed[k % 3]!));
      assert.equal(reading.embedding.length, dimensions);
      reading.embedding.forEach((value, k) =>
        assert.ok(Math.abs(value - expected[k]!) < 1e-5, `number ${k}`),
      );
    });

    it(`${id} has no expression, quality, faceness or pose: faces count fully and look neutral`, async () => {
      const { quality, faceness, expression, pose } = await read(
        id,
        halves(400, 400, colour, colour),
        [0, 0, 100, 100],
      );
      assert.equal(pose, undefined);
      assert.deepEqual([quality, faceness, [...expression]], [1, 1, [1, 0, 0, 0, 0, 0, 0]]);
    });
  }

  it('arcface crops the face, ccip the head around it', async () => {
    // red hair and a green face in the middle of the head's lower part
    const picture = halves(400, 400, [255, 0, 0], [255, 0, 0]);
    for (let y = 170; y < 270; y++)
      for (let x = 130; x < 270; x++) picture.data.set([0, 255, 0], (y * 400 + x) * 3);
    const [face, head] = [
      await read('arcface', picture, [130, 130, 270, 270]),
      await read('ccip-features', picture, [130, 130, 270, 270]),
    ];
    assert.ok(face.embedding[1]! > face.embedding[0]!, 'the face is green');
    assert.ok(head.embedding[0]! > head.embedding[1]!, 'the head is mostly red');
  });
});
