import type { PictureBox } from '#domain/box/box.js';
import { squareAround } from '#domain/box/square-around.js';
import { EXPRESSIONS, type Reading } from '#domain/face/face.js';
import type { Picture } from '#domain/picture/picture.js';
import type { OutputTensor } from './decoders/decoder.js';
import type { LoadedEmbedder } from './load-model.js';
import type { CropInput, EmbedderManifest } from './manifest.js';
import { openSession, type Session } from './open-session.js';
import { planNormalisation } from './pixel-sink.js';
import type { CropAnswer, Reader } from './readers/reader.js';
import { readerFor } from './readers/readers.js';
import { resampleInto } from './resample.js';

/** What is cropped: the box that the manifest asks for is taken. */
export interface EmbeddableFace {
  readonly face: PictureBox;
  readonly head: PictureBox;
}

/** Crop, run, read: identity, quality, faceness, expression and pose of heads. */
export class Embedder {
  private constructor(
    private readonly manifest: EmbedderManifest,
    private readonly session: Session,
    private readonly read: Reader,
  ) {}

  /** Loads the model and runs it once on as many crops as it may get. @throws ModelError */
  static async open({ manifest, path, bytes }: LoadedEmbedder, threads: number): Promise<Embedder> {
    const read = readerFor(manifest.layout);
    const outputs = Object.values(manifest.outputs).filter((name) => name !== undefined);
    const session = await openSession({
      path,
      bytes,
      inputs: inputsOf(manifest).map(({ name }) => name),
      outputs,
      threads,
      keepsMemory: false,
    });
    const embedder = new Embedder(manifest, session, read);
    const grey = { format: 'rgb24', width: 2, height: 2, data: new Uint8Array(12).fill(128) } as const;
    const whole = { x1: 0, y1: 0, x2: 2, y2: 2 };
    const probe = Array.from({ length: Math.min(2, manifest.input.maxBatch) }, () => ({
      face: whole,
      head: whole,
    }));
    await embedder.embed(grey, probe);
    return embedder;
  }

  /** One reading for every face, in the order given. */
  async embed(picture: Picture, faces: readonly EmbeddableFace[]): Promise<Reading[]> {
    const readings: Reading[] = [];
    const { maxBatch } = this.manifest.input;
    for (let start = 0; start < faces.length; start += maxBatch) {
      const batch = faces.slice(start, start + maxBatch);
      readings.push(...(await this.infer(this.prepare(picture, batch))));
    }
    return readings;
  }

  /** The square crops of the faces, a tensor for each input of the model. */
  prepare(picture: Picture, faces: readonly EmbeddableFace[]): OutputTensor[] {
    return inputsOf(this.manifest).map((input) => cropInto(picture, faces, input));
  }

  async infer(inputs: readonly OutputTensor[]): Promise<Reading[]> {
    const outputs = await this.session.run(...inputs);
    const crops = inputs[0]!.shape[0]!;
    const { manifest } = this;
    return this.read({ outputs, crops, manifest }).map((answer) => toReading(answer, manifest.expressions));
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

function inputsOf({ input, closeUp }: EmbedderManifest): CropInput[] {
  return closeUp === undefined ? [input] : [input, closeUp];
}

function cropInto(picture: Picture, faces: readonly EmbeddableFace[], input: CropInput): OutputTensor {
  const { width, height, cropBox, cropScale } = input;
  const normalisation = planNormalisation(input);
  const data = new Float32Array(faces.length * 3 * width * height);
  faces.forEach((face, index) => {
    const { x1, y1, x2, y2 } = squareAround(face[cropBox], cropScale);
    const window = { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
    const sink = { ...normalisation, data, offset: index * 3 * width * height, width, height };
    resampleInto(picture, window, sink, { left: 0, top: 0, width, height });
  });
  return { shape: [faces.length, 3, height, width], data };
}

/** A model that does not tell gives full marks, and a face that looks neutral. */
function toReading(answer: CropAnswer, expressions: readonly string[]): Reading {
  const { embedding, quality = 1, faceness = 1, expression, pose, photographed } = answer;
  return {
    embedding: normalise(embedding),
    quality: toShare(quality),
    faceness: toShare(faceness),
    expression: inOrderOfExpressions(expressions, expression),
    ...(pose && { pose }),
    ...(photographed !== undefined && { photographed: toShare(photographed) }),
  };
}

function normalise(embedding: Float32Array): Float32Array {
  const length = Math.hypot(...embedding);
  return length > 0 ? embedding.map((value) => value / length) : embedding;
}

const toShare = (value: number): number => Math.min(1, Math.max(0, value));

function inOrderOfExpressions(names: readonly string[], row: Float32Array | undefined): Float32Array {
  if (row === undefined)
    return Float32Array.from(EXPRESSIONS, (expression) => (expression === 'neutral' ? 1 : 0));
  return Float32Array.from(EXPRESSIONS, (expression) => row[names.indexOf(expression)] ?? 0);
}
