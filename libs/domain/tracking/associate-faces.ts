import { type Box, heightOf, widthOf } from '../box/box.js';
import { giou } from '../box/giou.js';
import type { Face } from '../face/face.js';
import { assignMinimumCost } from './assign-minimum-cost.js';
import type { OpenTrack } from './open-track.js';
import type { TrackingOptions } from './tracking-options.js';

/** Cost of leaving a track and a face both alone; pairs that cost more are not made. */
const ALONE = 1;

export interface AssociationInput {
  readonly tracks: readonly OpenTrack[];
  readonly faces: readonly Face[];
  /** Seconds since the track's face may have begun to move, one per track. */
  readonly elapsedSeconds: readonly number[];
  readonly options: TrackingOptions;
}

/**
 * Which face carries which track on: the pairing of least total cost, where looks count half, place 0.3 and size 0.2.
 *
 * @returns for every track the index of its face, or -1
 */
export function associateFaces({ tracks, faces, elapsedSeconds, options }: AssociationInput): number[] {
  const costs = new Float64Array(tracks.length * faces.length);
  tracks.forEach((track, row) => {
    faces.forEach((face, column) => {
      costs[row * faces.length + column] = pairCost(track, face, {
        elapsedSeconds: elapsedSeconds[row]!,
        options,
      });
    });
  });
  const chosen = assignMinimumCost(costs, tracks.length, faces.length);
  return Array.from(chosen, (column, row) =>
    column >= 0 && costs[row * faces.length + column]! < ALONE ? column : -1,
  );
}

function pairCost(
  track: OpenTrack,
  { detection, reading }: Face,
  { elapsedSeconds, options }: { elapsedSeconds: number; options: TrackingOptions },
): number {
  const last = track.last.face.detection.head;
  const predicted = track.predict(elapsedSeconds);
  const steps = Math.min(2, Math.max(1, elapsedSeconds / options.samplingSeconds));
  const distance = Math.min(headsBetween(last, detection.head), headsBetween(predicted, detection.head));
  const reach = options.maxStep * steps;
  if (distance > reach) return ALONE;
  const similarity = track.similarityTo(reading.embedding);
  const risk = Math.max(0, distance - 0.5) / reach;
  if (similarity < options.same - options.slack * (1 - options.same) * (1 - risk)) return ALONE;
  const overlap = Math.max(giou(last, detection.head), giou(predicted, detection.head));
  const growth = Math.abs(Math.log(sizeOf(detection.head) / sizeOf(last)));
  const unlikeness = Math.min(1, (1 - similarity) / (2 * (1 - options.same)));
  return 0.5 * unlikeness + 0.3 * (1 - overlap) + 0.2 * growth;
}

function headsBetween(a: Box, b: Box): number {
  const distance = Math.hypot(a.x1 + a.x2 - b.x1 - b.x2, a.y1 + a.y2 - b.y1 - b.y2) / 2;
  return distance / Math.max(1, (sizeOf(a) + sizeOf(b)) / 2);
}

function sizeOf(box: Box): number {
  return Math.max(1, Math.sqrt(widthOf(box) * heightOf(box)));
}
