import { toPicture, type PictureBox } from '#domain/box/box.js';
import type { Face } from '#domain/face/face.js';
import { cropSquare } from '#domain/picture/crop.js';
import type { Frame } from '#domain/picture/frame.js';
import type { RgbPicture, Yuv420Picture } from '#domain/picture/picture.js';
import { toSeconds } from '#domain/time/timestamp.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { ExaminedFrame } from './examined-frame.js';

const CROP_SIDE = 160;
/** Pictures waiting for a worker beyond those being worked on: enough that no worker idles, few enough that memory stays flat. */
const QUEUED_PER_WORKER = 2;

/** Sends sampled frames to the recogniser, several at a time, and makes the decoder wait when it falls behind. */
export class FrameExaminer {
  private readonly inFlight = new Set<Promise<unknown>>();

  constructor(
    private readonly recognizer: FaceRecognizer,
    private readonly source: { readonly width: number; readonly height: number },
  ) {}

  /** Resolves as soon as there is room for the frame (its picture may then be reused); the result follows in `examined`. */
  async submit(frame: Frame): Promise<{ readonly examined: Promise<ExaminedFrame> }> {
    while (this.inFlight.size >= this.recognizer.concurrency * (1 + QUEUED_PER_WORKER))
      await Promise.race(this.inFlight);
    const scaleX = this.source.width / frame.picture.width;
    const scaleY = this.source.height / frame.picture.height;
    // the decoder reuses its picture for the next frame, the cut-outs are made later
    const picture: Yuv420Picture = { ...frame.picture, data: frame.picture.data.slice() };
    const examined = this.recognizer.examine(picture, { scaleX, scaleY, withFaint: true }).then((faces) => ({
      frame: frame.index,
      seconds: toSeconds(frame.timestamp),
      faces,
      crops: faces.map((face) =>
        face.detection.isFaint ? undefined : cropOf(face, picture, scaleX, scaleY),
      ),
    }));
    // a failure is raised where `examined` is awaited; here it only must not count as unhandled
    const settled: Promise<unknown> = examined
      .catch(() => undefined)
      .finally(() => this.inFlight.delete(settled));
    this.inFlight.add(settled);
    return { examined };
  }
}

function cropOf({ detection }: Face, picture: Yuv420Picture, scaleX: number, scaleY: number): RgbPicture {
  const head = toPicture(detection.head, scaleX, scaleY);
  const grow = 0.1 * Math.max(head.x2 - head.x1, head.y2 - head.y1);
  const box: PictureBox = { x1: head.x1 - grow, y1: head.y1 - grow, x2: head.x2 + grow, y2: head.y2 + grow };
  return cropSquare(picture, box, CROP_SIDE);
}
