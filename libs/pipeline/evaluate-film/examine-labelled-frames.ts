import type { PictureBox } from '#domain/box/box.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import { describeHead } from '#domain/evaluation/head-colours.js';
import type { FoundFace, TrueFace } from '#domain/evaluation/truth.js';
import { headAround } from '#domain/face/estimate-boxes.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { FrameClock } from '#domain/time/frame-clock.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import type { ProgressListener } from '../progress.js';
import type { LabelledFrame } from './labelled-frames.js';

/** Where the frames are, and whom to tell how far it is. */
export interface FrameSource {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly clock: FrameClock;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A labelled face as the embedder, and as colour alone sees it. */
interface LabelledCrop {
  readonly id: string;
  readonly embedding: Float32Array;
  readonly colours: Float32Array;
}

export interface ExaminedLabels {
  /** By the labels' keys, in source pixels. */
  readonly found: Readonly<Record<string, readonly FoundFace[]>>;
  /** Of the faces that count and have a name. */
  readonly crops: readonly LabelledCrop[];
}

/** Low enough that the whole precision-recall curve is seen. */
const MIN_SCORE = 0.02;

/** Looks at every labelled frame: what the detector finds in it, and how the embedder reads the faces that were labelled. */
export async function examineLabelledFrames(
  frames: readonly LabelledFrame[],
  source: FrameSource,
  stills: StillReader,
  recognizer: FaceRecognizer,
): Promise<ExaminedLabels> {
  const found: Record<string, FoundFace[]> = {};
  const crops: LabelledCrop[] = [];
  for (const [index, { key, frame, faces }] of frames.entries()) {
    source.onProgress?.({ stage: 'labels', fraction: index / frames.length });
    const still = await readFrame(frame, source, stills);
    found[key] = await findFaces(still, recognizer, MIN_SCORE);
    crops.push(...(await readLabelled(still, faces, recognizer)));
  }
  return { found, crops };
}

/** How many faces the detector finds, by its own threshold, in the frame of each second. */
export async function countFacesAt(
  frames: ReadonlyMap<number, number>,
  source: FrameSource,
  stills: StillReader,
  recognizer: FaceRecognizer,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const [second, frame] of frames) {
    source.onProgress?.({ stage: 'explain', fraction: counts.size / frames.size });
    const still = await readFrame(frame, source, stills);
    counts.set(second, (await findFaces(still, recognizer)).length);
  }
  return counts;
}

function readFrame(
  frame: number,
  { path, facts, clock, signal }: FrameSource,
  stills: StillReader,
): Promise<RgbPicture> {
  return stills.readStill(path, facts, { ticks: clock.ticksAt(frame), timeBase: facts.timeBase }, signal);
}

async function findFaces(
  still: RgbPicture,
  recognizer: FaceRecognizer,
  minScore?: number,
): Promise<FoundFace[]> {
  const options = { scaleX: 1, scaleY: 1, ...(minScore === undefined ? {} : { minScore }) };
  const detections = await recognizer.detect(still, options);
  return detections.map(({ face, score }) => ({
    box: [face.x1, face.y1, face.x2, face.y2],
    score,
  }));
}

async function readLabelled(
  still: RgbPicture,
  faces: readonly TrueFace[],
  recognizer: FaceRecognizer,
): Promise<LabelledCrop[]> {
  const named = faces.flatMap(({ box: [x1, y1, x2, y2], id, ignore }) =>
    id === undefined || ignore ? [] : [{ id, head: headAround<PictureBox>({ x1, y1, x2, y2 }) }],
  );
  if (named.length === 0) return [];
  const readings = await recognizer.readHeads(
    still,
    named.map(({ head }) => head),
  );
  return named.map(({ id, head }, index) => ({
    id,
    embedding: readings[index]!.embedding,
    colours: describeHead(still, head),
  }));
}
