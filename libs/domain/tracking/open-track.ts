import { type Box, heightOf, widthOf } from '../box/box.js';
import type { Face } from '../face/face.js';
import { meanEmbedding, similarityOf } from './embedding.js';

/** Where in the shot a face was seen: `sample` counts the samples of the shot. */
export interface TrackedFace {
  readonly sample: number;
  readonly frame: number;
  readonly seconds: number;
  readonly face: Face;
}

const RECENT = 3;

/** A track that is still being followed. */
export class OpenTrack {
  readonly faces: TrackedFace[];
  private recent: Float32Array;

  constructor(first: TrackedFace) {
    this.faces = [first];
    this.recent = first.face.reading.embedding;
  }

  get last(): TrackedFace {
    return this.faces.at(-1)!;
  }

  append(face: TrackedFace): void {
    this.faces.push(face);
    const recent = this.faces.slice(-RECENT).map(({ face: { reading } }) => reading);
    this.recent = meanEmbedding(
      recent.map(({ embedding }) => embedding),
      recent.map(({ quality }) => quality + 0.05),
    );
  }

  /** The better of the similarities to the last sighting and to the last few: one blurred sighting must not end a track. */
  similarityTo(embedding: Float32Array): number {
    return Math.max(
      similarityOf(this.recent, embedding),
      similarityOf(this.last.face.reading.embedding, embedding),
    );
  }

  /** The head where constant velocity takes it in `elapsedSeconds`; drawn movement stops and starts, so at most half a head away. */
  predict(elapsedSeconds: number): Box {
    const { head } = this.last.face.detection;
    const before = this.faces.at(-2);
    if (!before) return head;
    const seconds = this.last.seconds - before.seconds;
    if (seconds <= 0) return head;
    const factor = elapsedSeconds / seconds;
    const limitX = widthOf(head) / 2;
    const limitY = heightOf(head) / 2;
    const from = before.face.detection.head;
    const shiftX = clamp(((head.x1 + head.x2 - from.x1 - from.x2) / 2) * factor, limitX);
    const shiftY = clamp(((head.y1 + head.y2 - from.y1 - from.y2) / 2) * factor, limitY);
    return { x1: head.x1 + shiftX, y1: head.y1 + shiftY, x2: head.x2 + shiftX, y2: head.y2 + shiftY };
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
