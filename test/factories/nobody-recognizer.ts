import type { Face, Reading } from '#domain/face/face.js';
import { FaceRecognizer, type RecognizerModels } from '#ports/face-recognizer.port.js';

const IDENTITY = { id: 'nobody', version: '1', sha256: '0'.repeat(64), recipe: 'nobody' };

/** Sees no face in any picture, at no cost. */
export class NobodyRecognizer extends FaceRecognizer {
  override readonly concurrency = 2;

  override async load(): Promise<RecognizerModels> {
    return { detector: IDENTITY, embedder: IDENTITY, thresholds: { same: 0.9, margin: 0.05, face: 0.5 } };
  }

  override async examine(): Promise<Face[]> {
    return [];
  }

  override async readHeads(): Promise<Reading[]> {
    return [];
  }

  override async close(): Promise<void> {}
}
