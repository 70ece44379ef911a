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
  /** The faces that are no faint ones. */
  readonly sure: TrackedFace[];
  private recent: Float32Array;

  /** @param faces in the order of time, one of them sure at least */
  constructor(...faces: readonly TrackedFace[]) {
    this.faces = [...faces];
    this.sure = faces.filter(({ face }) => !face.detection.isFaint);
    this.recent = this.recentLooks();
  }

  get last(): TrackedFace {
    return this.faces.at(-1)!;
  }

  append(face: TrackedFace): void {
    this.faces.push(face);
    if (face.face.detection.isFaint) return;
    this.sure.push(face);
    this.recent = this.recentLooks();
  }

  /**
   * The better of the similarities to the last sure sighting and to the last few: one blurred sighting must not end a
   * track. Faint ones say where the face is, not how it looks: a track that followed its own faint sightings would drift.
   */
  similarityTo(embedding: Float32Array): number {
    return Math.max(similarityOf(this.recent, embedding), similarityOf(this.lastSure, embedding));
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

  private get lastSure(): Float32Array {
    return this.sure.at(-1)!.face.reading.embedding;
  }

  private recentLooks(): Float32Array {
    const recent = this.sure.slice(-RECENT).map(({ face: { reading } }) => reading);
    return meanEmbedding(
      recent.map(({ embedding }) => embedding),
      recent.map(({ quality }) => quality + 0.05),
    );
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
