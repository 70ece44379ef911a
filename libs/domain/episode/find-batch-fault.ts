import type { ScanBatch } from './scan.js';

/** How far a scan is saved: the next batch begins with this shot at this frame. */
export interface SavedUpTo {
  readonly shotCount: number;
  readonly nextFrame: number;
}

/** Why the batch does not follow what is saved, in words; undefined when it does. */
export function findBatchFault(saved: SavedUpTo, batch: ScanBatch): string | undefined {
  let { shotCount: index, nextFrame: frame } = saved;
  for (const shot of batch.shots) {
    if (shot.index !== index || shot.frames.start !== frame) {
      return `expected shot ${index} from frame ${frame}, got shot ${shot.index} from frame ${shot.frames.start}`;
    }
    index += 1;
    frame = shot.frames.end;
  }
  if (batch.nextFrame !== frame) return `expected to go on from frame ${frame}, got ${batch.nextFrame}`;
  const frames = frame - saved.nextFrame;
  if (batch.ticks.length !== frames)
    return `expected the times of ${frames} frames, got ${batch.ticks.length}`;
  const ids = batch.tracks.map(({ id }) => id);
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  return twice === undefined ? undefined : `the track ${twice} is there twice`;
}
