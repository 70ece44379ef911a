import { createHash } from 'node:crypto';
import type { Face, Reading } from '#domain/face/face.js';
import type { Picture } from '#domain/picture/picture.js';
import { type ExamineOptions, FaceRecognizer, type RecognizerModels } from '#ports/face-recognizer.port.js';

/** A recogniser that examines each picture once, so that a film can be scanned many times over, and knows which ones it met. */
export class MemoizingRecognizer extends FaceRecognizer {
  private readonly known = new Map<string, Promise<Face[]>>();
  /** Pictures asked for since `forgetAsked`, by digest. */
  readonly asked = new Set<string>();
  /** How many pictures the inner recogniser was given. */
  examined = 0;

  constructor(private readonly inner: FaceRecognizer) {
    super();
  }

  override get concurrency(): number {
    return this.inner.concurrency;
  }

  override load(): Promise<RecognizerModels> {
    return this.inner.load();
  }

  override async examine(picture: Picture, options: ExamineOptions): Promise<Face[]> {
    const key = createHash('sha256').update(JSON.stringify(options)).update(picture.data).digest('hex');
    this.asked.add(key);
    let faces = this.known.get(key);
    if (!faces) {
      this.examined++;
      faces = this.inner.examine(picture, options);
      this.known.set(key, faces);
    }
    return faces;
  }

  override readHeads(
    picture: Picture,
    heads: Parameters<FaceRecognizer['readHeads']>[1],
  ): Promise<Reading[]> {
    return this.inner.readHeads(picture, heads);
  }

  override close(): Promise<void> {
    return this.inner.close();
  }
}
