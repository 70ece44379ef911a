import { mediumOf } from '../face/medium.js';
import type { Track } from '../tracking/track.js';
import type { TrackIdentity } from './assignment.js';
import { acceptThreshold, mergeThreshold, type ShippedThresholds, withoutLookAlikes } from './calibrate.js';
import { characterIdOf } from './character-id.js';
import { clusterTracks } from './cluster-tracks.js';
import { type Discovery, discoverCharacters, type Minimum } from './discover-characters.js';
import type { Gallery } from './gallery.js';
import { type Naming, nameClusters } from './name-clusters.js';
import { ownSimilarities } from './own-views.js';
import { relateTracks, relationsAmong, type TrackRelations } from './relate-tracks.js';
import { type GalleryScores, scoreGallery } from './score-gallery.js';
import { findLookAlikes, keepLookAlikesApart, scoreByColour } from './tell-look-alikes.js';

/** Of everybody's time on screen so much makes a character, up to so many seconds: passers-by grow with the film's length. */
const SHARE_OF_A_CHARACTER = 0.01;
const ENOUGH_SECONDS = 4;

interface IdentifyOptions {
  /** What is too little seen to be a character. */
  readonly minimumUnknown: Minimum;
  /** The same beside a named cast, where further characters are mostly extras. */
  readonly minimumExtra: Minimum;
}

const DEFAULTS: IdentifyOptions = {
  minimumUnknown: { seconds: 1, secondsInOneTrack: 2 },
  minimumExtra: { seconds: 2, secondsInOneTrack: 4 },
};

export interface IdentifyInput {
  readonly tracks: readonly Track[];
  readonly gallery: Gallery;
  readonly thresholds: ShippedThresholds;
  /** Frames per second, only to tell what is too short to be a character; 24 when absent. */
  readonly frameRate?: number;
  readonly options?: Partial<IdentifyOptions>;
}

/** Everything known about the tracks before a name is given; `tracks` by start. */
interface Evidence {
  readonly tracks: readonly Track[];
  readonly relations: TrackRelations;
  readonly weights: readonly number[];
  readonly scores: GalleryScores;
  /** Least mean similarity of two groups of one character. */
  readonly merge: number;
  readonly thresholds: ShippedThresholds;
}

/**
 * Who each track is. With a gallery tracks are named where they are like enough to one character and less like the next;
 * the rest, or without a gallery everyone, is grouped and called `Unknown #1`, ... by falling screen time. Thresholds
 * start from the embedder's and move with the episode's own impostors: tracks that share a frame are never one character.
 * Equal input gives equal output, whatever the order of tracks and references.
 *
 * @returns identities in order of the tracks' start; tracks that are nobody's (no face, photographed, too little seen) are left out
 */
export function identifyTracks(input: IdentifyInput): TrackIdentity[] {
  const evidence = gatherEvidence(input);
  const frameRate = input.frameRate ?? 24;
  const namings = nameByGallery(evidence);
  const unnamed = namings.flatMap((naming, i) => (naming ? [] : [i]));
  const { minimumUnknown, minimumExtra } = { ...DEFAULTS, ...input.options };
  const discoveries = discoverCharacters({
    tracks: unnamed.map((i) => evidence.tracks[i]!),
    relations: relationsAmong(evidence.relations, unnamed),
    weights: unnamed.map((i) => evidence.weights[i]!),
    threshold: evidence.merge,
    frameRate,
    minimum:
      input.gallery.references.length > 0
        ? minimumExtra
        : growing(minimumUnknown, evidence.tracks, frameRate),
  });
  const identities = new Map<number, TrackIdentity>();
  namings.forEach((naming, i) => naming && identities.set(i, knownIdentity(i, naming, evidence)));
  discoveries.forEach((discovery, n) => {
    discovery.members.forEach((member, k) => {
      const track = unnamed[member]!;
      identities.set(
        track,
        unknownIdentity(evidence.tracks[track]!.id, n + 1, { discovery, k, merge: evidence.merge }),
      );
    });
  });
  return [...identities].sort(([a], [b]) => a - b).map(([, identity]) => identity);
}

/** The least that counts in an episode of so much to see: in one track twice as much as in several, as in what is given. */
function growing(least: Minimum, tracks: readonly Track[], frameRate: number): Minimum {
  const seconds = tracks.reduce((sum, { start, end }) => sum + end - start, 0) / frameRate;
  const wanted = Math.min(ENOUGH_SECONDS, SHARE_OF_A_CHARACTER * seconds);
  return {
    seconds: Math.max(least.seconds, wanted),
    secondsInOneTrack: Math.max(least.secondsInOneTrack, 2 * wanted),
  };
}

function gatherEvidence({ tracks: all, gallery, thresholds }: IdentifyInput): Evidence {
  const tracks = all.filter((track) => mayBeCharacter(track, thresholds)).sort(byStart);
  const relations = relateTracks(tracks);
  const scores = scoreGallery(tracks, gallery, thresholds.margin);
  const { margin } = thresholds;
  const lookAlikes = findLookAlikes({ tracks, gallery, scores, apart: relations.apart, margin });
  return {
    tracks,
    relations: keepLookAlikesApart(relations, lookAlikes),
    weights: tracks.map(({ quality, sightings }) => Math.max(0.05, quality) * Math.sqrt(sightings.length)),
    scores: scoreByColour(scores, lookAlikes, margin),
    merge: mergeThreshold(thresholds.same, withoutLookAlikes(relations.impostors, ownSimilarities(tracks))),
    thresholds,
  };
}

/** Who is not left out from the first: a face, and not a photographed person's. */
export function mayBeCharacter(track: Track, thresholds: ShippedThresholds): boolean {
  return track.faceness >= thresholds.face && mediumOf(track, thresholds) !== 'photographed';
}

function byStart(a: Track, b: Track): number {
  return a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** How much more alike tracks must be to be named as one, as a share of what is left above the threshold. */
const TIGHTER = 0.18;

function nameByGallery({ relations, weights, scores, merge, thresholds }: Evidence): (Naming | undefined)[] {
  if (scores.characters.length === 0) return weights.map(() => undefined);
  const { count, similarity } = relations;
  return nameClusters({
    clusters: clusterTracks({ count, similarity, weights, threshold: merge + TIGHTER * (1 - merge) }),
    weights,
    scores,
    relations,
    limits: { accept: acceptThreshold(thresholds.same, scores), same: merge },
  });
}

function knownIdentity(track: number, naming: Naming, { tracks, scores }: Evidence): TrackIdentity {
  const name = scores.characters[naming.character]!;
  const cell = track * scores.characters.length + naming.character;
  return {
    trackId: tracks[track]!.id,
    character: { id: characterIdOf(name), name, known: true },
    form: scores.forms[cell] ?? null,
    similarity: scores.raw[cell]!,
    confidence: confidenceOf(naming.evidence),
  };
}

function unknownIdentity(
  trackId: string,
  number: number,
  { discovery, k, merge }: { discovery: Discovery; k: number; merge: number },
): TrackIdentity {
  const similarity = discovery.similarity[k]!;
  return {
    trackId,
    character: { id: `unknown-${number}`, name: `Unknown #${number}`, known: false },
    form: null,
    similarity,
    confidence: confidenceOf((similarity - merge) * 10),
  };
}

/** 0.5 at the threshold, 0.88 a tenth of similarity above it. */
function confidenceOf(evidence: number): number {
  return 1 / (1 + Math.exp(-2 * Math.max(0, evidence)));
}
