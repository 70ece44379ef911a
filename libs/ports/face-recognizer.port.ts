import type { PictureBox } from '#domain/box/box.js';
import type { Detection, Face, Reading } from '#domain/face/face.js';
import type { Picture } from '#domain/picture/picture.js';

export interface ModelIdentity {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /**
   * Names everything that decides the model's answers: its file and how it is fed and read. What two recipes answer is
   * never compared; thresholds of identification are no part of it.
   */
  readonly recipe: string;
}

export interface RecognizerModels {
  readonly detector: ModelIdentity;
  readonly embedder: ModelIdentity;
  /** Shipped thresholds of the embedder: cosine similarity of two exemplars of one character, and margin to the second best. */
  readonly thresholds: {
    readonly same: number;
    readonly margin: number;
    readonly face: number;
    /** Mean probability from which a track is photographed; absent where the embedder does not tell. */
    readonly photographed?: number | undefined;
  };
}

export interface ExamineOptions {
  /** Multiply the picture's x and y by these to get source pixels (1 for stills). */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Drop detections under this score; the detector's manifest decides when absent. */
  readonly minScore?: number;
  /** Also give the detections that are too weak to stand alone, marked as faint. */
  readonly withFaint?: boolean;
}

/**
 * Finds and reads the faces of a picture. All inference of Castline goes through here, off the event loop.
 * Several pictures may be in flight; they are spread over the configured number of workers.
 */
export abstract class FaceRecognizer {
  /** Loads and verifies the models. @throws CastlineError `environment` MODEL.MISSING, MODEL.CHECKSUM, MODEL.INVALID */
  abstract load(): Promise<RecognizerModels>;
  /** Faces by falling score, boxes in source pixels, clipped to the picture. The picture's bytes are copied before the call returns. */
  abstract examine(picture: Picture, options: ExamineOptions): Promise<Face[]>;
  /** As `examine`, without reading the faces. */
  async detect(picture: Picture, options: ExamineOptions): Promise<Detection[]> {
    return (await this.examine(picture, options)).map(({ detection }) => detection);
  }
  /** Reads given heads without looking for faces, in the order given; boxes in pixels of this picture. Bytes are copied as above. */
  abstract readHeads(picture: Picture, heads: readonly PictureBox[]): Promise<Reading[]>;
  /** How many pictures can be examined side by side. */
  abstract readonly concurrency: number;
  abstract close(): Promise<void>;
}
