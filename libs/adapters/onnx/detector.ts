import { fromLetterbox, type Letterbox, planLetterbox } from '#domain/box/letterbox.js';
import type { PictureBox } from '#domain/box/box.js';
import { suppressOverlaps } from '#domain/box/nms.js';
import { clipBox } from '#domain/box/clip-box.js';
import type { Picture } from '#domain/picture/picture.js';
import { convertInto } from './convert-pixels.js';
import type { Decoder, LetterboxedDetection, OutputTensor } from './decoders/decoder.js';
import { decoderFor } from './decoders/decoders.js';
import type { LoadedDetector } from './load-model.js';
import type { DetectorManifest } from './manifest.js';
import { openSession, type Session } from './open-session.js';
import { fillWithGrey, type Normalisation, type PixelSink, planNormalisation } from './pixel-sink.js';
import { resampleInto } from './resample.js';

export interface PictureDetection {
  readonly face: PictureBox;
  readonly head: PictureBox;
  readonly score: number;
  readonly isFaint?: true;
}

interface DetectOptions {
  /** The manifest decides when absent. */
  readonly minScore?: number;
  /** With what the manifest calls faint, marked. */
  readonly withFaint?: boolean;
}

/** Only the best-scored candidates go into the quadratic suppression of overlaps. */
const MAX_CANDIDATES = 300;

/** Small pictures are doubled at most: beyond that, blur is all that is gained. */
const MAX_ENLARGEMENT = 2;

/** Prepare, run, decode: finds faces in one picture. Not for concurrent use: the input tensor is kept and filled anew. */
export class Detector {
  private sink: PixelSink | undefined;

  private constructor(
    private readonly manifest: DetectorManifest,
    private readonly session: Session,
    private readonly decode: Decoder,
    private readonly normalisation: Normalisation,
  ) {}

  /** Loads the model and runs it once. @throws ModelError */
  static async open({ manifest, path, bytes }: LoadedDetector, threads: number): Promise<Detector> {
    const decode = decoderFor(manifest.layout);
    const outputs = manifest.output.names;
    const session = await openSession({
      path,
      bytes,
      inputs: [manifest.input.name],
      outputs,
      threads,
      keepsMemory: true,
    });
    const detector = new Detector(manifest, session, decode, planNormalisation(manifest.input));
    const { width, height } = manifest.input;
    const blank = { format: 'rgb24', width, height, data: new Uint8Array(width * height * 3) } as const;
    await detector.detect(blank);
    return detector;
  }

  /** Faces by falling score, clipped to the picture; boxes without area are left out. */
  async detect(picture: Picture, options: DetectOptions = {}): Promise<PictureDetection[]> {
    const letterbox = this.plan(picture);
    const outputs = await this.infer(this.prepare(picture, letterbox));
    const { minScore: sure = this.manifest.thresholds.score, withFaint } = options;
    if (!withFaint) return this.read(outputs, letterbox, sure);
    return this.read(outputs, letterbox, Math.min(sure, this.manifest.thresholds.faint)).map((found) =>
      found.score < sure ? { ...found, isFaint: true } : found,
    );
  }

  plan(picture: Picture): Letterbox {
    const { input } = this.manifest;
    const { multipleOf, place } = input;
    return planLetterbox({ picture, input, multipleOf, place, maxEnlargement: MAX_ENLARGEMENT });
  }

  /** The letterboxed, normalised picture as the model's input tensor. */
  prepare(picture: Picture, letterbox: Letterbox): OutputTensor {
    const sink = this.sinkFor(letterbox);
    const { left, top, contentWidth: width, contentHeight: height } = letterbox;
    if (width < sink.width || height < sink.height) fillWithGrey(sink, this.manifest.input.padding);
    if (width === picture.width && height === picture.height) convertInto(picture, sink, left, top);
    else {
      const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
      resampleInto(picture, whole, sink, { left, top, width, height });
    }
    return { shape: [1, 3, sink.height, sink.width], data: sink.data };
  }

  infer(input: OutputTensor): Promise<ReadonlyMap<string, OutputTensor>> {
    return this.session.run(input);
  }

  read(
    outputs: ReadonlyMap<string, OutputTensor>,
    letterbox: Letterbox,
    minScore: number,
  ): PictureDetection[] {
    const { manifest } = this;
    const { inputWidth, inputHeight } = letterbox;
    const candidates = this.decode({ outputs, inputWidth, inputHeight, manifest, minScore })
      .toSorted((a, b) => b.score - a.score)
      .slice(0, MAX_CANDIDATES)
      .map((candidate) => toPicture(candidate, letterbox))
      .filter(({ face, head }) => hasArea(face) && hasArea(head));
    return suppressOverlaps(candidates, ({ face }) => face, manifest.thresholds);
  }

  close(): Promise<void> {
    return this.session.release();
  }

  private sinkFor({ inputWidth: width, inputHeight: height }: Letterbox): PixelSink {
    if (this.sink?.width !== width || this.sink.height !== height) {
      const data = new Float32Array(3 * width * height);
      this.sink = { ...this.normalisation, data, offset: 0, width, height };
    }
    return this.sink;
  }
}

function toPicture(detection: LetterboxedDetection, letterbox: Letterbox): PictureDetection {
  const { pictureWidth, pictureHeight } = letterbox;
  const place = (box: LetterboxedDetection['face']): PictureBox =>
    clipBox(fromLetterbox(box, letterbox), pictureWidth, pictureHeight);
  return {
    face: place(detection.face),
    head: place(detection.head),
    score: Math.min(1, Math.max(0, detection.score)),
  };
}

const hasArea = (box: PictureBox): boolean => box.x2 - box.x1 >= 1 && box.y2 - box.y1 >= 1;
