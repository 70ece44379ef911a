import type { Face } from '../face/face.js';
import { containment } from '../box/iou.js';
import { associateFaces } from './associate-faces.js';
import { OpenTrack, type TrackedFace } from './open-track.js';
import type { TrackingOptions } from './tracking-options.js';

/** Heads of which so much of the smaller one lies in the other are one head. */
const SAME_HEAD = 0.5;

interface Sample {
  readonly seconds: number;
  readonly faces: readonly TrackedFace[];
}

/**
 * Sure faces are paired first and begin tracks, then faint ones carry on what is left (as ByteTrack, Zhang 2022, does).
 * After that each track is carried on from its first face back in time by the faint ones that no track has.
 *
 * @param samples of one shot in the order of time
 * @returns the faces of each track in the order of time
 */
export function followFaces(
  samples: readonly { readonly frame: number; readonly seconds: number; readonly faces: readonly Face[] }[],
  options: TrackingOptions,
): TrackedFace[][] {
  const sighted = samples.map(({ frame, seconds, faces }, sample) => ({
    seconds,
    faces: withoutUseless(faces, options).map((face) => ({ sample, frame, seconds, face })),
  }));
  const tracks = follow(sighted, [], options).map(({ faces }) => faces);
  const used = new Set(tracks.flat());
  const left = sighted.map(({ seconds, faces }) => ({
    seconds: -seconds,
    faces: faces.filter((seen) => isFaint(seen) && !used.has(seen)).map(mirror),
  }));
  const back = tracks.map((faces) => new OpenTrack(...mirrorAll(faces)));
  return follow(left.reverse(), back, options).map(({ faces }) => mirrorAll(faces));

  function mirrorAll(faces: readonly TrackedFace[]): TrackedFace[] {
    return faces.map(mirror).reverse();
  }

  function mirror(seen: TrackedFace): TrackedFace {
    return { ...seen, sample: samples.length - 1 - seen.sample, seconds: -seen.seconds };
  }
}

/** Leaves out faint faces that are none by their looks, and those that are a head seen once more. */
function withoutUseless(faces: readonly Face[], { minFaceness }: TrackingOptions): Face[] {
  const kept = faces.filter(({ detection }) => !detection.isFaint);
  const faint = faces.filter(
    ({ detection, reading }) => detection.isFaint && reading.faceness >= minFaceness,
  );
  for (const face of faint.sort((a, b) => b.detection.score - a.detection.score)) {
    const { head } = face.detection;
    if (kept.every((other) => containment(other.detection.head, head) < SAME_HEAD)) kept.push(face);
  }
  return kept;
}

/** @param begun tracks that are carried on from their last face; none is carried on before it */
function follow(
  samples: readonly Sample[],
  begun: readonly OpenTrack[],
  options: TrackingOptions,
): OpenTrack[] {
  const tracks = [...begun];
  samples.forEach(({ seconds, faces }, sample) => {
    const open = tracks.filter(
      (track) => track.last.sample < sample && unseenSeconds(track, sample) <= options.maxGapSeconds + 1e-6,
    );
    const elapsed = (track: OpenTrack): number =>
      Math.min(seconds - track.last.seconds, unseenSeconds(track, sample));
    const sure = faces.filter((seen) => !isFaint(seen));
    const carriedOn = carryOn(open, sure, { elapsed, options });
    carryOn(
      open.filter(
        ({ last, sure: known }) =>
          last.sample < sample &&
          known.length >= options.faintAfter &&
          seconds - known.at(-1)!.seconds <= options.maxFaintSeconds + 1e-6,
      ),
      faces.filter(isFaint),
      { elapsed, options },
    );
    for (const face of sure) if (!carriedOn.has(face)) tracks.push(new OpenTrack(face));
  });
  return tracks;

  /** Time without a sighting, counted from one sampling interval before the first sample that lacks the face. */
  function unseenSeconds(track: OpenTrack, sample: number): number {
    const firstWithout = samples[track.last.sample + 1]!.seconds;
    return samples[sample]!.seconds - Math.max(track.last.seconds, firstWithout - options.samplingSeconds);
  }
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

function isFaint({ face }: TrackedFace): boolean {
  return face.detection.isFaint === true;
}
