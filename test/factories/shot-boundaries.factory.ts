import { featuresOf } from '#domain/shots/frame-features.js';
import { ShotDetector, type Boundary } from '#domain/shots/shot-detector.js';
import type { Yuv420Picture } from '#domain/picture/picture.js';

/** What the detector finds in a whole film of 24 frames a second. */
export function boundariesOf(pictures: readonly Yuv420Picture[]): Boundary[] {
  const detector = new ShotDetector({ frameRate: 24 });
  const found = pictures.flatMap((picture, i) => detector.push(i, i / 24, featuresOf(picture)));
  return [...found, ...detector.finish()];
}

export function cutsAt(...frames: number[]): Boundary[] {
  return frames.map((frame) => ({ frame, transition: 'cut' }));
}
