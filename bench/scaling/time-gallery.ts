import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { Reference } from '#domain/identity/gallery.js';
import { scoreGallery } from '#domain/identity/score-gallery.js';
import type { Track } from '#domain/tracking/track.js';
import { millisecondsOf } from './milliseconds-of.js';

const DIMENSIONS = 256;
const TRACKS = 400;
const EXEMPLARS = 8;
const PICTURES = 3;

export interface GalleryTimes {
  readonly characters: number;
  /** To compare the tracks of one episode with a cast of so many. */
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Names an episode's tracks against casts of growing size: three pictures a character, eight exemplars a track. */
export async function* timeGallery(sizes: readonly number[]): AsyncGenerator<GalleryTimes> {
  const random = seededRandom(1);
  const tracks = Array.from({ length: TRACKS }, (_, index) => makeTrack(index, random));
  for (const characters of sizes) {
    const references = Array.from({ length: characters * PICTURES }, (_, index): Reference => ({
      character: `character ${Math.floor(index / PICTURES)}`,
      form: null,
      embedding: unitVector(random),
      quality: 1,
      source: `${index}.png`,
    }));
    let held = 0;
    const milliseconds = await millisecondsOf(1, () => {
      const scores = scoreGallery(tracks, { references }, 0.05);
      held = scores.raw.byteLength + scores.normal.byteLength + scores.margins.byteLength;
    });
    const megabytes = (held + references.length * DIMENSIONS * 4) / 2 ** 20;
    yield { characters, milliseconds, megabytes };
  }
}

function makeTrack(index: number, random: () => number): Track {
  const exemplars = Array.from({ length: EXEMPLARS }, () => unitVector(random));
  return {
    ...{ id: `track-${index}`, shotIndex: index, start: index * 100, end: index * 100 + 50, sightings: [] },
    ...{ template: exemplars[0]!, exemplars, quality: 1, faceness: 1, expression: [], bestSighting: 0 },
  };
}

function unitVector(random: () => number): Float32Array {
  const values = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
