// What the models that ship take on one thread, as the product runs them: converting the picture and passing it on included.
import { join } from 'node:path';
import { OnnxFaceRecognizer } from '#adapters/onnx/onnx-face-recognizer.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { shippedModelsFolder } from '#platform/project-folder.js';

const [WIDTH, HEIGHT] = [640, 384];
const HEADS = 16;
const WARM_UP = 5;
const ROUNDS = 60;

export async function benchModels(): Promise<void> {
  const folder = (name: string): string => join(shippedModelsFolder(), name);
  const recognizer = new OnnxFaceRecognizer({
    detectorFolder: folder('castline-face-v1'),
    embedderFolder: folder('castline-embed-v1'),
    workers: 1,
  });
  try {
    const { detector, embedder } = await recognizer.load();
    const picture = noise();
    const heads = Array.from({ length: HEADS }, (_, at) => {
      const [x1, y1] = [(at % 4) * 150, Math.floor(at / 4) * 90];
      return { x1, y1, x2: x1 + 80, y2: y1 + 80 };
    });
    const frame = await timed(() => recognizer.detect(picture, { scaleX: 1, scaleY: 1 }));
    const crops = await timed(() => recognizer.readHeads(picture, heads));
    console.log(`one thread, ${ROUNDS} rounds: best, median`);
    console.log(`${detector.id}@${detector.version}, a frame of ${WIDTH}x${HEIGHT}: ${spell(frame, 1)}`);
    console.log(`${embedder.id}@${embedder.version}, a crop (of ${HEADS} at once): ${spell(crops, HEADS)}`);
  } finally {
    await recognizer.close();
  }
}

/** Milliseconds of each round. */
async function timed(work: () => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < WARM_UP; round++) await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((one, other) => one - other);
}

const spell = (times: readonly number[], items: number): string =>
  [times[0]!, times[times.length >> 1]!].map((ms) => `${(ms / items).toFixed(1)} ms`).join(', ');

/** Work is the same whatever a picture shows. */
function noise(): RgbPicture {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => Math.imul(at, 2654435761) >>> 24);
  return { format: 'rgb24', width: WIDTH, height: HEIGHT, data };
}
