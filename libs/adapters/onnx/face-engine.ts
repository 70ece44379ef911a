import { clipBox } from '#domain/box/clip-box.js';
import { type PictureBox, toSource } from '#domain/box/box.js';
import { faceInside } from '#domain/face/estimate-boxes.js';
import type { Detection, Face, Reading } from '#domain/face/face.js';
import { describePalette } from '#domain/face/head-palette.js';
import type { Picture } from '#domain/picture/picture.js';
import type { ExamineOptions } from '#ports/face-recognizer.port.js';
import { Detector, type PictureDetection } from './detector.js';
import { Embedder } from './embedder.js';
import type { LoadedDetector, LoadedEmbedder } from './load-model.js';

export interface EngineModels {
  readonly detector: LoadedDetector;
  readonly embedder: LoadedEmbedder;
  /** Threads of each session. One each in several workers beats many in one: see bench. */
  readonly threads: number;
}

/** Detector and embedder together, on the calling thread: a worker's inside. One picture at a time. */
export class FaceEngine {
  private constructor(
    private readonly detector: Detector,
    private readonly embedder: Embedder,
  ) {}

  /** @throws ModelError */
  static async open({ detector, embedder, threads }: EngineModels): Promise<FaceEngine> {
    return new FaceEngine(await Detector.open(detector, threads), await Embedder.open(embedder, threads));
  }

  async examine(picture: Picture, options: ExamineOptions): Promise<Face[]> {
    const detections = await this.detector.detect(picture, options);
    const readings = await this.embedder.embed(picture, detections);
    return detections.map((found, index) => ({
      detection: inSource(found, options),
      reading: { ...readings[index]!, palette: describePalette(picture, found.head) },
    }));
  }

  async detect(picture: Picture, options: ExamineOptions): Promise<Detection[]> {
    const detections = await this.detector.detect(picture, options);
    return detections.map((found) => inSource(found, options));
  }

  /** A model that crops faces gets the face that such a head has, so that its readings compare with those of `examine`. */
  async readHeads(picture: Picture, heads: readonly PictureBox[]): Promise<Reading[]> {
    const clip = (box: PictureBox): PictureBox => clipBox(box, picture.width, picture.height);
    const readings = await this.embedder.embed(
      picture,
      heads.map((head) => ({ face: clip(faceInside(head)), head: clip(head) })),
    );
    return readings.map((reading, index) => ({
      ...reading,
      palette: describePalette(picture, clip(heads[index]!)),
    }));
  }

  async close(): Promise<void> {
    await this.detector.close();
    await this.embedder.close();
  }
}

function inSource({ face, head, ...found }: PictureDetection, { scaleX, scaleY }: ExamineOptions): Detection {
  return { face: toSource(face, scaleX, scaleY), head: toSource(head, scaleX, scaleY), ...found };
}
