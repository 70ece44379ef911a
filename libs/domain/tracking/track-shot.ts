import { widthOf } from '../box/box.js';
import type { Face } from '../face/face.js';
import type { Shot } from '../shots/shot.js';
import { associateFaces } from './associate-faces.js';
import { OpenTrack, type TrackedFace } from './open-track.js';
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
 * Follows the faces of one shot. Sure detections are paired first, then unsure ones carry on what is left (as ByteTrack,
 * Zhang 2022, does); tracks that mix looks are cut, weak ones dropped. Equal input gives equal tracks, ids included
 * (`t<shot>-<n>`, n counted by first frame, then from the left).
 */
export function trackShot(input: TrackShotInput): Track[] {
  const options = { ...DEFAULT_TRACKING, ...input.options };
  const splitLimits = {
    similarity: options.same - options.splitSlack * (1 - options.same),
    contrast: options.splitContrast * (1 - options.same),
  };
  const samples = [...input.samples].sort((a, b) => a.frame - b.frame);
  return followFaces(samples, options)
    .flatMap(({ faces }) => splitFaces(faces, splitLimits))
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

function followFaces(samples: readonly SampledFrame[], options: TrackingOptions): OpenTrack[] {
  const tracks: OpenTrack[] = [];
  samples.forEach(({ seconds }, sample) => {
    const open = tracks.filter(
      (track) => unseenSeconds(track, samples, sample) <= options.maxGapSeconds + 1e-6,
    );
    const elapsed = (track: OpenTrack): number =>
      Math.min(seconds - track.last.seconds, unseenSeconds(track, samples, sample));
    const sighted = facesOf(samples, sample);
    const sure = sighted.filter(({ face }) => face.detection.score >= options.confidentScore);
    const unsure = sighted.filter(({ face }) => face.detection.score < options.confidentScore);
    const carriedOn = carryOn(open, sure, { elapsed, options });
    carryOn(
      open.filter((track) => track.last.sample < sample),
      unsure,
      { elapsed, options },
    );
    for (const face of sure) if (!carriedOn.has(face)) tracks.push(new OpenTrack(face));
  });
  return tracks;

  /** Time without a sighting, counted from one sampling interval before the first sample that lacks the face. */
  function unseenSeconds(track: OpenTrack, all: readonly SampledFrame[], sample: number): number {
    const firstWithout = all[track.last.sample + 1]!.seconds;
    return all[sample]!.seconds - Math.max(track.last.seconds, firstWithout - options.samplingSeconds);
  }
}

function facesOf(samples: readonly SampledFrame[], sample: number): TrackedFace[] {
  const { frame, seconds, faces } = samples[sample]!;
  return faces.map((face) => ({ sample, frame, seconds, face }));
}

/** Appends to each track the face that carries it on. Returns the faces used. */
function carryOn(
  tracks: readonly OpenTrack[],
  sighted: readonly TrackedFace[],
  { elapsed, options }: { elapsed: (track: OpenTrack) => number; options: TrackingOptions },
): Set<TrackedFace> {
  const used = new Set<TrackedFace>();
  const faces = sighted.map(({ face }) => face);
  const chosen = associateFaces({ tracks, faces, elapsedSeconds: tracks.map(elapsed), options });
  tracks.forEach((track, i) => {
    const face = sighted[chosen[i]!];
    if (!face) return;
    track.append(face);
    used.add(face);
  });
  return used;
}

function isCharacter(
  faces: readonly TrackedFace[],
  { frameWidth, samples, options }: { frameWidth: number; samples: number; options: TrackingOptions },
): boolean {
  const bestScore = Math.max(...faces.map(({ face }) => face.detection.score));
  const widest = Math.max(...faces.map(({ face }) => widthOf(face.detection.face)));
  const faceness = faces.reduce((sum, { face }) => sum + face.reading.faceness, 0) / faces.length;
  const isGlimpse = faces.length === 1 && samples > 1;
  return (
    bestScore >= options.confidentScore &&
    widest >= options.minFaceWidth * frameWidth &&
    faceness >= (isGlimpse ? options.minFacenessOnce : options.minFaceness)
  );
}

function byFirstSighting(a: readonly TrackedFace[], b: readonly TrackedFace[]): number {
  const [first, second] = [a[0]!, b[0]!];
  const [boxA, boxB] = [first.face.detection.face, second.face.detection.face];
  return first.frame - second.frame || boxA.x1 - boxB.x1 || boxA.y1 - boxB.y1;
}
