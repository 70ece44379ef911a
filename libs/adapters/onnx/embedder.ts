import type { PictureBox } from '#domain/box/box.js';
import { squareAround } from '#domain/box/square-around.js';
import { EXPRESSIONS, type Reading } from '#domain/face/face.js';
import type { Pose } from '#domain/face/pose.js';
import type { Picture } from '#domain/picture/picture.js';
import type { OutputTensor } from './decoders/decoder.js';
import type { LoadedEmbedder } from './load-model.js';
import type { CropInput, EmbedderManifest } from './manifest.js';
import { ModelError } from './model-error.js';
import { openSession, type Session } from './open-session.js';
import { planNormalisation } from './pixel-sink.js';
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
  ) {}

  /** Loads the model and runs it once on as many crops as it may get. @throws ModelError */
  static async open({ manifest, path, bytes }: LoadedEmbedder, threads: number): Promise<Embedder> {
    assertLayout(manifest);
    const outputs = Object.values(manifest.outputs).filter((name) => name !== undefined);
    const session = await openSession({
      path,
      bytes,
      inputs: inputsOf(manifest).map(({ name }) => name),
      outputs,
      threads,
      keepsMemory: false,
    });
    const embedder = new Embedder(manifest, session);
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
    const count = inputs[0]!.shape[0]!;
    const { outputs: names, dimensions, expressions } = this.manifest;
    const embeddings = this.rows(outputs, names.embedding, count, dimensions)!;
    const qualities = this.rows(outputs, names.quality, count, 1);
    const facenesses = this.rows(outputs, names.face, count, 1);
    const expressionRows = this.rows(outputs, names.expression, count, expressions.length);
    const poses = this.rows(outputs, names.pose, count, 3);
    const photographed = this.rows(outputs, names.photographed, count, 1);
    return embeddings.map((embedding, index) => ({
      embedding: normalise(embedding),
      quality: toShare(qualities?.[index]),
      faceness: toShare(facenesses?.[index]),
      expression: inOrderOfExpressions(expressions, expressionRows?.[index]),
      ...(poses && { pose: toPose(poses[index]!) }),
      ...(photographed && { photographed: toShare(photographed[index]) }),
    }));
  }

  close(): Promise<void> {
    return this.session.release();
  }

  /** Copies of the output's rows; undefined where the model has no such output. */
  private rows(
    outputs: ReadonlyMap<string, OutputTensor>,
    name: string | undefined,
    count: number,
    width: number,
  ): Float32Array[] | undefined {
    if (name === undefined) return undefined;
    const { data, shape } = outputs.get(name)!;
    if (shape[0] !== count || data.length !== count * width) {
      throw new ModelError(
        'MODEL.INVALID',
        `model ${this.manifest.id}: output ${name} must be [${count}, ${width}] for ${count} crops, ` +
          `got [${shape.join(', ')}]; correct dimensions, expressions or maxBatch in the manifest`,
        { output: name, expected: [count, width], got: shape },
      );
    }
    return Array.from({ length: count }, (_, row) => data.slice(row * width, (row + 1) * width));
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

/** The two embedder layouts differ only in which outputs are named; the name guards against a manifest of another kind. */
const LAYOUTS = ['castline-embed', 'plain-embed'];

function assertLayout({ layout }: EmbedderManifest): void {
  if (LAYOUTS.includes(layout)) return;
  throw new ModelError(
    'MODEL.INVALID',
    `embedder layout ${JSON.stringify(layout)} is unknown; a manifest may name ${LAYOUTS.join(', ')}`,
    { layout, known: LAYOUTS },
  );
}

function normalise(embedding: Float32Array): Float32Array {
  const length = Math.hypot(...embedding);
  return length > 0 ? embedding.map((value) => value / length) : embedding;
}

/** A model without the output gives full marks. */
function toShare(row: Float32Array | undefined): number {
  return row === undefined ? 1 : Math.min(1, Math.max(0, row[0]!));
}

function toPose([yaw, pitch, roll]: Float32Array): Pose {
  return { yaw: yaw!, pitch: pitch!, roll: roll! };
}

function inOrderOfExpressions(names: readonly string[], row: Float32Array | undefined): Float32Array {
  if (row === undefined)
    return Float32Array.from(EXPRESSIONS, (expression) => (expression === 'neutral' ? 1 : 0));
  return Float32Array.from(EXPRESSIONS, (expression) => row[names.indexOf(expression)] ?? 0);
}
