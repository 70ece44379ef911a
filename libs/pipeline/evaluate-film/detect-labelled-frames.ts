import type { FoundFace, TrueFace } from '#domain/evaluation/truth.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { StillReader } from '#ports/still-reader.port.js';

export interface LabelledFramesRequest {
  readonly path: string;
  readonly facts: VideoFacts;
  /** Knows the exact time of every frame. */
  readonly scan: Scan;
  readonly boxes: Readonly<Record<string, readonly TrueFace[]>>;
  readonly signal?: AbortSignal | undefined;
}

/** Low enough that the whole precision-recall curve is seen. */
const MIN_SCORE = 0.02;

/** Runs the detector over every labelled frame; keys as in the labels, boxes in source pixels. */
export async function detectLabelledFrames(
  { path, facts, scan, boxes, signal }: LabelledFramesRequest,
  stills: StillReader,
  recognizer: FaceRecognizer,
): Promise<Record<string, FoundFace[]>> {
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const found: Record<string, FoundFace[]> = {};
  for (const [key, frame] of framesOf(Object.keys(boxes), clock)) {
    const still = await stills.readStill(
      path,
      facts,
      { ticks: clock.ticksAt(frame), timeBase: facts.timeBase },
      signal,
    );
    const faces = await recognizer.examine(still, { scaleX: 1, scaleY: 1, minScore: MIN_SCORE });
    found[key] = faces.map(({ detection: { face, score } }) => ({
      box: [face.x1, face.y1, face.x2, face.y2],
      score,
    }));
  }
  return found;
}

/** Labels are keyed by second, or by frame number where a key lies beyond the film's length in seconds. */
function framesOf(keys: readonly string[], clock: FrameClock): [string, number][] {
  const lengthInSeconds = clock.secondsAt(clock.frames);
  const areFrames = keys.some((key) => Number(key) > lengthInSeconds);
  return keys.map((key) => [key, areFrames ? Number(key) : firstFrameAtOrAfter(Number(key), clock)]);
}

function firstFrameAtOrAfter(seconds: number, clock: FrameClock): number {
  const frame = clock.frameAt(seconds);
  return clock.secondsAt(frame) >= seconds - 1e-6 ? frame : Math.min(frame + 1, clock.frames - 1);
}
