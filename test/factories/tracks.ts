import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { Track } from '#domain/tracking/track.js';
import { blurred, boxAt, gaussian, looksOf, unit } from './faces.js';

export interface TrackSketch {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly exemplars: readonly Float32Array[];
  readonly x?: number;
  readonly shotIndex?: number;
  readonly quality?: number;
  readonly faceness?: number;
  readonly photographed?: number;
}

/** A track sighted every six frames of its range. */
export function trackOf({
  id,
  start,
  end,
  exemplars,
  x = 300,
  shotIndex = 0,
  quality = 0.8,
  faceness = 0.9,
  photographed,
}: TrackSketch): Track {
  const template = unit(
    exemplars.reduce(
      (sum, exemplar) => sum.map((value, k) => value + exemplar[k]!),
      new Float32Array(exemplars[0]!.length),
    ),
  );
  const sightings = Array.from({ length: Math.ceil((end - start) / 6) }, (_, i) => ({
    frame: start + i * 6,
    face: boxAt(x, 300),
    head: boxAt(x, 300, 130),
    score: 0.9,
  }));
  const expression = [1, 0, 0, 0, 0, 0, 0];
  return {
    id,
    shotIndex,
    start,
    end,
    sightings,
    template,
    exemplars,
    quality,
    faceness,
    expression,
    bestSighting: 0,
    ...(photographed !== undefined && { photographed }),
  };
}

export interface EpisodeSketch {
  readonly seed: number;
  readonly characters: number;
  readonly shots: number;
  /** How far views of one character differ: 0 not at all, 1 as much as characters do. */
  readonly poseNoise: number;
  readonly cropNoise: number;
  /** What all drawings of the series have in common. */
  readonly style: number;
  /** How far reference pictures differ from the film. */
  readonly gap: number;
}

export interface DrawnEpisode {
  readonly tracks: Track[];
  /** True character by track id. */
  readonly truth: Map<string, string>;
  readonly reference: (character: string, pose: number) => Float32Array;
}

const POSES = 4;
const DIMENSIONS = 64;

/** An episode of made-up embeddings: a cast in several views, one to three of them in every shot. */
export function drawEpisode({
  seed,
  characters,
  shots,
  poseNoise,
  cropNoise,
  style,
  gap,
}: EpisodeSketch): DrawnEpisode {
  const random = seededRandom(seed);
  const mix = (...parts: readonly (readonly [number, Float32Array])[]): Float32Array =>
    unit(
      Float32Array.from({ length: DIMENSIONS }, (_, k) =>
        parts.reduce((sum, [weight, part]) => sum + weight * part[k]!, 0),
      ),
    );
  const styleLooks = looksOf(seed + 1, DIMENSIONS);
  const otherStyle = looksOf(seed + 2, DIMENSIONS);
  const cast = Array.from({ length: characters }, (_, c) => looksOf(seed + 100 + c, DIMENSIONS));
  const poses = Array.from({ length: characters * POSES }, (_, p) => looksOf(seed + 1000 + p, DIMENSIONS));
  const view = (c: number, pose: number): Float32Array =>
    mix([1, cast[c]!], [poseNoise, poses[c * POSES + pose]!], [style, styleLooks]);
  const tracks: Track[] = [];
  const truth = new Map<string, string>();
  for (let shot = 0; shot < shots; shot++) {
    const present = new Set(
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(characters * random() ** 1.5)),
    );
    [...present].forEach((c, n) => {
      const pose = Math.floor(random() * POSES);
      const turned = Math.floor(random() * POSES);
      const exemplars = Array.from({ length: 6 }, (_, i) => {
        const share = Math.max(0, i / 6 + 0.2 * gaussian(random) - 0.3);
        return blurred(mix([1 - share, view(c, pose)], [share, view(c, turned)]), cropNoise, random);
      });
      const id = `t${shot}-${n + 1}`;
      tracks.push(
        trackOf({ id, shotIndex: shot, start: shot * 48, end: shot * 48 + 48, exemplars, x: 200 + 300 * n }),
      );
      truth.set(id, `c${c}`);
    });
  }
  const reference = (character: string, pose: number): Float32Array =>
    blurred(mix([1, view(Number(character.slice(1)), pose)], [gap, otherStyle]), cropNoise, random);
  return { tracks, truth, reference };
}
