import type { Track } from '../tracking/track.js';
import type { TrackIdentity } from './assignment.js';
import { calibrated, type ShippedThresholds } from './calibrate.js';
import { characterIdOf } from './character-id.js';
import { clusterTracks } from './cluster-tracks.js';
import { discoverCharacters } from './discover-characters.js';
import type { Gallery } from './gallery.js';
import { type Naming, nameClusters } from './name-clusters.js';
import { relateTracks, type TrackRelations } from './relate-tracks.js';
import { type GalleryScores, scoreGallery } from './score-gallery.js';

export interface IdentifyInput {
  readonly tracks: readonly Track[];
  readonly gallery: Gallery;
  readonly thresholds: ShippedThresholds;
  /** Frames per second, only to tell what is too short to be a character; 24 when absent. */
  readonly frameRate?: number;
  readonly options?: Partial<IdentifyOptions>;
}

/** How many standard deviations above certain impostors a similarity must lie, and what is too little to tell. */
export interface IdentifyOptions {
  readonly zAccept: number;
  readonly zLink: number;
  readonly zTight: number;
  readonly minimumUnknown: { readonly seconds: number; readonly sightings: number };
  /** The same beside a named cast, where further characters are mostly extras. */
  readonly minimumExtra: { readonly seconds: number; readonly sightings: number };
}

export const DEFAULT_IDENTIFY: IdentifyOptions = {
  zAccept: 2.3,
  zLink: 2.3,
  zTight: 3.1,
  minimumUnknown: { seconds: 1, sightings: 3 },
  minimumExtra: { seconds: 2, sightings: 8 },
};

/**
 * Who each track is. With a gallery tracks are named where they are like enough to one character and less like the next;
 * the rest, or without a gallery everyone, is grouped and called `Unknown #1`, ... by falling screen time. Thresholds
 * start from the embedder's and move with the episode's own impostors: tracks that share a frame are never one character.
 * Equal input gives equal output, whatever the order of tracks and references.
 *
 * @returns identities in order of the tracks' start; tracks that are nobody's (no face, too little seen) are left out
 */
export function identifyTracks(input: IdentifyInput): TrackIdentity[] {
  const { gallery, thresholds } = input;
  const options = { ...DEFAULT_IDENTIFY, ...input.options };
  const tracks = input.tracks.filter(({ faceness }) => faceness >= thresholds.face).sort(byStart);
  const relations = relateTracks(tracks);
  const weights = tracks.map(
    ({ quality, sightings }) => Math.max(0.05, quality) * Math.sqrt(sightings.length),
  );
  const link = calibrated(thresholds.same, relations.impostors, options.zLink);
  const scores = scoreGallery(tracks, gallery);
  const namings = nameByGallery({ input, options, relations, weights, link, scores });
  const discoveries = discoverCharacters({
    tracks,
    unnamed: tracks.map((_, i) => i).filter((i) => !namings[i]),
    relations,
    weights,
    threshold: link,
    frameRate: input.frameRate ?? 24,
    minimum: gallery.references.length > 0 ? options.minimumExtra : options.minimumUnknown,
  });
  const identities = new Map<number, TrackIdentity>();
  namings.forEach(
    (naming, i) => naming && identities.set(i, knownIdentity(tracks[i]!, i, { naming, scores })),
  );
  discoveries.forEach(({ members, similarity }, n) => {
    members.forEach((i, k) => {
      const evidence = (similarity[k]! - link) * 10;
      identities.set(i, {
        trackId: tracks[i]!.id,
        character: { id: `unknown-${n + 1}`, name: `Unknown #${n + 1}`, known: false },
        form: null,
        similarity: similarity[k]!,
        confidence: confidenceOf(evidence),
      });
    });
  });
  return [...identities].sort(([a], [b]) => a - b).map(([, identity]) => identity);
}

function byStart(a: Track, b: Track): number {
  return a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function nameByGallery({
  input,
  options,
  relations,
  weights,
  link,
  scores,
}: {
  input: IdentifyInput;
  options: IdentifyOptions;
  relations: TrackRelations;
  weights: readonly number[];
  link: number;
  scores: GalleryScores;
}): (Naming | undefined)[] {
  if (scores.characters.length === 0) return weights.map(() => undefined);
  const { same, margin } = input.thresholds;
  const tight = Math.max(link + 0.05, calibrated(same + 0.1, relations.impostors, options.zTight));
  const { count, similarity } = relations;
  return nameClusters({
    clusters: clusterTracks({ count, similarity, weights, threshold: tight }),
    weights,
    scores,
    relations,
    limits: { accept: calibrated(same, scores.impostors, options.zAccept), link, margin },
  });
}

function knownIdentity(
  track: Track,
  index: number,
  { naming, scores }: { naming: Naming; scores: GalleryScores },
): TrackIdentity {
  const name = scores.characters[naming.character]!;
  const cell = index * scores.characters.length + naming.character;
  return {
    trackId: track.id,
    character: { id: characterIdOf(name), name, known: true },
    form: scores.forms[cell] ?? null,
    similarity: scores.raw[cell]!,
    confidence: confidenceOf(naming.evidence),
  };
}

/** 0.5 at the threshold, 0.88 a tenth of similarity above it. */
function confidenceOf(evidence: number): number {
  return 1 / (1 + Math.exp(-2 * Math.max(0, evidence)));
}
