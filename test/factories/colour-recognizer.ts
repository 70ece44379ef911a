// A recogniser for tests: a "face" is a blob of one saturated colour on grey, its identity that colour.
import { type PictureBox, toSource } from '#domain/box/box.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Face, Reading } from '#domain/face/face.js';
import type { Picture, RgbPicture } from '#domain/picture/picture.js';
import { FaceRecognizer, type RecognizerModels } from '#ports/face-recognizer.port.js';

const IDENTITY = { id: 'colours', version: '1', sha256: '0'.repeat(64), recipe: 'colours' };

export class ColourRecognizer extends FaceRecognizer {
  override readonly concurrency = 2;
  /** How many pictures were examined. */
  examined = 0;

  override async load(): Promise<RecognizerModels> {
    return { detector: IDENTITY, embedder: IDENTITY, thresholds: { same: 0.9, margin: 0.05, face: 0.5 } };
  }

  /** Like a real detector it misses a face that touches the picture's border. Pure black pictures make it crash. */
  override async examine(picture: Picture): Promise<Face[]> {
    this.examined++;
    if (picture.data.every((value) => value === 0)) {
      throw new CastlineError('transient', 'INFERENCE.WORKER_CRASHED', 'the worker died');
    }
    return [...blobsOf(picture as RgbPicture)]
      .filter(([, box]) => box.x1 > 0 && box.y1 > 0 && box.x2 < picture.width && box.y2 < picture.height)
      .map(([colour, blob]) => [colour, toSource(blob, 1, 1)] as const)
      .map(([colour, box]) => ({
        detection: { face: box, head: box, score: 0.9 },
        reading: readingOf(colour),
      }));
  }

  override async readHeads(picture: Picture, heads: readonly PictureBox[]): Promise<Reading[]> {
    const colours = [...blobsOf(picture as RgbPicture).keys()];
    return heads.map(() => readingOf(colours[0] ?? '1,1,1', colours.length === 1 ? 0.9 : 0.1));
  }

  override async close(): Promise<void> {}
}

function readingOf(colour: string, faceness = 0.9): Reading {
  const rgb = Float32Array.from(colour.split(','), Number);
  const length = Math.hypot(...rgb);
  return {
    embedding: rgb.map((value) => value / length),
    quality: 0.8,
    faceness,
    expression: Float32Array.of(0.1, 0.6, 0.3, 0, 0, 0, 0),
  };
}

/** Bounding boxes of the colours that are not grey. */
function blobsOf({ width, height, data }: RgbPicture): Map<string, PictureBox> {
  const blobs = new Map<string, PictureBox>();
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = data.subarray(i * 3, i * 3 + 3);
    if (red === green && green === blue) continue;
    const key = `${red},${green},${blue}`;
    const [x, y] = [i % width, Math.floor(i / width)];
    const { x1, y1, x2, y2 } = blobs.get(key) ?? { x1: x, y1: y, x2: x, y2: y };
    blobs.set(key, {
      x1: Math.min(x1, x),
      y1: Math.min(y1, y),
      x2: Math.max(x2, x + 1),
      y2: Math.max(y2, y + 1),
    });
  }
  return blobs;
}

export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: readonly [number, number, number];
}

/** Mid grey with squares. */
export function pictureOfBlobs(width: number, height: number, ...blobs: readonly Blob[]): RgbPicture {
  const data = new Uint8Array(width * height * 3).fill(128);
  for (const { x, y, size, colour } of blobs) {
    for (let row = y; row < y + size; row++) {
      for (let column = x; column < x + size; column++) data.set(colour, (row * width + column) * 3);
    }
  }
  return { format: 'rgb24', width, height, data };
}
