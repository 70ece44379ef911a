import { widthOf } from '../box/box.js';
import type { Face } from '../face/face.js';
import type { Shot } from '../shots/shot.js';
import { followFaces } from './follow-faces.js';
import type { TrackedFace } from './open-track.js';
import { splitFaces } from './split-faces.js';
import { summarizeTrack } from './summarize-track.js';
import { trackSpan } from './track-span.js';
import type { Track } from './track.js';
import { DEFAULT_TRACKING, type TrackingOptions } from './tracking-options.js';

/** A frame in which faces were looked for; boxes in source pixels. */
export interface SampledFrame {
  readonly frame: number;
  readonly seconds: number;
  readonly faces: readonly Face[];
}

export interface TrackShotInput {
  readonly shot: Shot;
  /** Samples of this shot in any order; the distances between them may differ. */
  readonly samples: readonly SampledFrame[];
  readonly frameSize: { readonly width: number; readonly height: number };
  /** Nominal frames per second. */
  readonly frameRate: number;
  readonly options?: Partial<TrackingOptions>;
}

/**
 * Follows the faces of one shot; tracks that mix looks are cut, weak ones dropped. Equal input gives equal tracks, ids
 * included (`t<shot>-<n>`, n counted by first frame, then from the left).
 */
export function trackShot(input: TrackShotInput): Track[] {
  const options = { ...DEFAULT_TRACKING, ...input.options };
  const splitLimits = {
    similarity: options.same - options.splitSlack * (1 - options.same),
    contrast: options.splitContrast * (1 - options.same),
  };
  const samples = [...input.samples].sort((a, b) => a.frame - b.frame);
  return followFaces(samples, options)
    .flatMap((faces) => splitFaces(faces, splitLimits))
    .filter((faces) =>
      isCharacter(faces, { frameWidth: input.frameSize.width, samples: samples.length, options }),
    )
    .sort(byFirstSighting)
    .map((faces, n) => ({
      id: `t${input.shot.index}-${n + 1}`,
      shotIndex: input.shot.index,
      ...trackSpan({
        shot: input.shot.frames,
        first: faces[0]!.frame,
        last: faces.at(-1)!.frame,
        before: samples[faces[0]!.sample - 1]?.frame,
        after: samples[faces.at(-1)!.sample + 1]?.frame,
        interval: options.samplingSeconds * input.frameRate,
      }),
      ...summarizeTrack(faces, options.maxExemplars),
    }));
}

function isCharacter(
  faces: readonly TrackedFace[],
  { frameWidth, samples, options }: { frameWidth: number; samples: number; options: TrackingOptions },
): boolean {
  const sure = faces.filter(({ face }) => !face.detection.isFaint);
  const widest = Math.max(...sure.map(({ face }) => widthOf(face.detection.face)));
  const faceness = sure.reduce((sum, { face }) => sum + face.reading.faceness, 0) / sure.length;
  const isGlimpse = faces.length === 1 && samples > 1;
  return (
    sure.length > 0 &&
    widest >= options.minFaceWidth * frameWidth &&
    faceness >= (isGlimpse ? options.minFacenessOnce : options.minFaceness)
  );
}

function byFirstSighting(a: readonly TrackedFace[], b: readonly TrackedFace[]): number {
  const [first, second] = [a[0]!, b[0]!];
  const [boxA, boxB] = [first.face.detection.face, second.face.detection.face];
  return first.frame - second.frame || boxA.x1 - boxB.x1 || boxA.y1 - boxB.y1;
}
