import { meanEmbedding, similarityOf } from '../tracking/embedding.js';
import type { Track } from '../tracking/track.js';
import type { ShippedThresholds } from './calibrate.js';
import type { Gallery } from './gallery.js';
import { halvesOf } from './own-views.js';
import { relateTracks } from './relate-tracks.js';
import { type Transform, whitenWithin } from './whitening.js';

export interface EpisodeEmbeddings {
  readonly tracks: readonly Track[];
  readonly gallery: Gallery;
  readonly thresholds: ShippedThresholds;
}

export interface Adaptation extends EpisodeEmbeddings {
  /** False: everything is as it was given. */
  readonly isAccepted: boolean;
  /** Tracks that could be tried, and how many of them beat those beside them, as shipped and adapted. */
  readonly tried: number;
  readonly hitsBefore: number;
  readonly hitsAfter: number;
}

/** How little an episode of few tracks is believed, and one of many. */
const SHRINKAGE = { few: 0.7, many: 0.3 };
const FEW = 150;
const MANY = 500;

/**
 * Fits the embeddings to one episode by its own tracks, without a label: what differs inside tracks is shrunk. Taken only
 * if it helps where it was not fitted: with half of the tracks fitted, in the other half more tracks must be recognised
 * by their own other views before any track that shares a frame with them. Thresholds move with the similarities.
 */
export function adaptToEpisode(given: EpisodeEmbeddings): Adaptation {
  const { tracks, gallery, thresholds } = given;
  const trials = trialsOf(tracks);
  const hitsBefore = countHits(trials, (embedding) => embedding);
  const hitsAfter = countHeldOutHits(trials, tracks);
  const verdict = { tried: trials.length, hitsBefore, hitsAfter };
  const transform = hitsAfter > hitsBefore ? fit(tracks) : undefined;
  if (transform === undefined) return { ...given, ...verdict, isAccepted: false };
  return {
    ...verdict,
    isAccepted: true,
    tracks: tracks.map((track) => adaptTrack(track, transform)),
    gallery: {
      references: gallery.references.map((reference) => ({
        ...reference,
        embedding: transform(reference.embedding),
      })),
    },
    thresholds: moveThresholds(thresholds, trials, transform),
  };
}

/** A track's two halves, and the tracks that are certainly somebody else. */
interface Trial {
  readonly track: number;
  readonly probe: readonly Float32Array[];
  readonly own: readonly Float32Array[];
  readonly others: readonly (readonly Float32Array[])[];
}

function trialsOf(tracks: readonly Track[]): Trial[] {
  const { apart } = relateTracks(tracks);
  return tracks.flatMap((views, track) => {
    const others = [...apart[track]!].map((other) => tracks[other]!.exemplars);
    const halves = halvesOf(views);
    return halves && others.length > 0 ? [{ track, probe: halves[0], own: halves[1], others }] : [];
  });
}

function countHits(trials: readonly Trial[], transform: Transform): number {
  return trials.filter((trial) => {
    const { own, others } = similaritiesOf(trial, transform);
    return own > Math.max(...others);
  }).length;
}

/** Each half of the tracks judged by what the other half fits. */
function countHeldOutHits(trials: readonly Trial[], tracks: readonly Track[]): number {
  return [0, 1].reduce((sum, held) => {
    const transform = fit(tracks.filter((_, i) => i % 2 !== held));
    return transform === undefined
      ? sum
      : sum +
          countHits(
            trials.filter(({ track }) => track % 2 === held),
            transform,
          );
  }, 0);
}

function similaritiesOf(trial: Trial, transform: Transform): { own: number; others: number[] } {
  const mean = (views: readonly Float32Array[]): Float32Array =>
    meanEmbedding(
      views.map(transform),
      views.map(() => 1),
    );
  const probe = mean(trial.probe);
  return {
    own: similarityOf(probe, mean(trial.own)),
    others: trial.others.map((views) => similarityOf(probe, mean(views))),
  };
}

function fit(tracks: readonly Track[]): Transform | undefined {
  const trust = Math.min(1, Math.max(0, (tracks.length - FEW) / (MANY - FEW)));
  return whitenWithin(
    tracks.map(({ exemplars }) => exemplars),
    SHRINKAGE.few + (SHRINKAGE.many - SHRINKAGE.few) * trust,
  );
}

function adaptTrack(track: Track, transform: Transform): Track {
  return { ...track, template: transform(track.template), exemplars: track.exemplars.map(transform) };
}

/** Where the shipped threshold stands between the mean similarity of others and of one's own, it stands afterwards too. */
function moveThresholds(
  { same, margin, ...rest }: ShippedThresholds,
  trials: readonly Trial[],
  transform: Transform,
): ShippedThresholds {
  const [before, after] = [(embedding: Float32Array) => embedding, transform].map((way) => {
    const all = trials.map((trial) => similaritiesOf(trial, way));
    return { own: meanOf(all.map(({ own }) => own)), others: meanOf(all.flatMap(({ others }) => others)) };
  }) as [Spread, Spread];
  const gain = (after.own - after.others) / (before.own - before.others);
  return Number.isFinite(gain) && gain > 0
    ? { same: after.others + (same - before.others) * gain, margin: margin * gain, ...rest }
    : { same, margin, ...rest };
}

interface Spread {
  readonly own: number;
  readonly others: number;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
