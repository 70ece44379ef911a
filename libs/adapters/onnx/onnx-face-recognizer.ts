import { availableParallelism } from 'node:os';
import type { PictureBox } from '#domain/box/box.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Detection, Face, Reading } from '#domain/face/face.js';
import type { Picture } from '#domain/picture/picture.js';
import { type ExamineOptions, FaceRecognizer, type RecognizerModels } from '#ports/face-recognizer.port.js';
import { InferencePool } from './inference-pool.js';
import { identityOf, loadDetector, loadEmbedder } from './load-model.js';

export interface OnnxFaceRecognizerOptions {
  /** Folders with manifest.json and the model file. */
  readonly detectorFolder: string;
  readonly embedderFolder: string;
  /** Worker threads; by default one per core that this process may use, at most 8. */
  readonly workers?: number;
  /** Threads of each model in each worker; one unless there are more cores than pictures in flight. */
  readonly threadsPerWorker?: number;
}

const MAX_DEFAULT_WORKERS = 8;

/** Faces by ONNX models in worker threads. */
export class OnnxFaceRecognizer extends FaceRecognizer {
  override readonly concurrency: number;
  private loading: Promise<{ models: RecognizerModels; pool: InferencePool }> | undefined;

  constructor(private readonly options: OnnxFaceRecognizerOptions) {
    super();
    this.concurrency = options.workers ?? Math.min(MAX_DEFAULT_WORKERS, availableParallelism());
  }

  override async load(): Promise<RecognizerModels> {
    return (await this.ready()).models;
  }

  override async examine(picture: Picture, options: ExamineOptions): Promise<Face[]> {
    const job = { kind: 'examine', picture: copyOf(picture), options } as const;
    const answer = await (await this.ready()).pool.run(job);
    if (answer.kind === 'faces') return answer.faces;
    throw unexpected(answer.kind);
  }

  override async detect(picture: Picture, options: ExamineOptions): Promise<Detection[]> {
    const job = { kind: 'detect', picture: copyOf(picture), options } as const;
    const answer = await (await this.ready()).pool.run(job);
    if (answer.kind === 'detections') return answer.detections;
    throw unexpected(answer.kind);
  }

  override async readHeads(picture: Picture, heads: readonly PictureBox[]): Promise<Reading[]> {
    const job = { kind: 'read-heads', picture: copyOf(picture), heads } as const;
    const answer = await (await this.ready()).pool.run(job);
    if (answer.kind === 'readings') return answer.readings;
    throw unexpected(answer.kind);
  }

  /** Pictures that wait fail with INFERENCE.CLOSED, those being looked at are finished; afterwards the recogniser may be loaded anew. */
  override async close(): Promise<void> {
    const loading = this.loading;
    this.loading = undefined;
    const loaded = await loading?.catch(() => undefined);
    await loaded?.pool.close();
  }

  private ready(): Promise<{ models: RecognizerModels; pool: InferencePool }> {
    this.loading ??= this.open().catch((error: unknown) => {
      this.loading = undefined; // the model may be there the next time
      throw error;
    });
    return this.loading;
  }

  private async open(): Promise<{ models: RecognizerModels; pool: InferencePool }> {
    const detector = await loadDetector(this.options.detectorFolder);
    const embedder = await loadEmbedder(this.options.embedderFolder);
    const threads = this.options.threadsPerWorker ?? 1;
    const pool = new InferencePool({ detector, embedder, threads }, this.concurrency);
    try {
      await pool.start();
    } catch (error) {
      await pool.close();
      throw error;
    }
    const { thresholds } = embedder.manifest;
    return { models: { detector: identityOf(detector), embedder: identityOf(embedder), thresholds }, pool };
  }
}

/** The caller's buffer may be reused as soon as the call returns, and the copy can be moved to the worker. */
function copyOf(picture: Picture): Picture {
  const { format, width, height } = picture;
  const expected = format === 'rgb24' ? width * height * 3 : (width * height * 3) / 2;
  if (width < 1 || height < 1 || picture.data.length !== expected) {
    throw new CastlineError(
      'internal',
      'PICTURE.MALFORMED',
      `a ${format} picture of ${width}x${height} must have ${expected} bytes, got ${picture.data.length}`,
    );
  }
  return { ...picture, data: new Uint8Array(picture.data) };
}

const unexpected = (kind: string): CastlineError =>
  new CastlineError(
    'internal',
    'INFERENCE.PROTOCOL',
    `the inference worker answered ${kind}, which was not asked`,
  );
