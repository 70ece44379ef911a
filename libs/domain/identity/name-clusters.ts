import { APART, type TrackRelations } from './relate-tracks.js';
import { type GalleryScores, meanOfTop } from './score-gallery.js';

export interface NamingLimits {
  /** Least normal score against the gallery. */
  readonly accept: number;
  /** Least similarity to tracks that already have the name. */
  readonly link: number;
  /** By how much either must beat the next character. */
  readonly margin: number;
}

export interface NamingInput {
  /** Tracks that are clearly one character each, by index. */
  readonly clusters: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly scores: GalleryScores;
  readonly relations: TrackRelations;
  readonly limits: NamingLimits;
}

/** `character` indexes the gallery's characters; `evidence` is 0 at acceptance, 1 a tenth of similarity above it. */
export interface Naming {
  readonly character: number;
  readonly evidence: number;
}

const ROUNDS = 6;
/** Tracks of a character that a similarity is averaged over: the nearest views count, not all views. */
const NEIGHBOURS = 3;
/** A name is refused to the whole cluster when so much of it shares frames with the bearer of the name. */
const MAX_CONFLICT = 0.34;

/**
 * Names clusters by the gallery, surest first, then by likeness to what was named: the episode's own pictures bridge the
 * gap from the reference pictures. One character is not on screen twice in one frame, so a name once given is closed to
 * tracks beside it, and what was undecided between two names is decided when the other is taken.
 *
 * @returns a naming or undefined for every track
 */
export function nameClusters(input: NamingInput): (Naming | undefined)[] {
  const board = new NameBoard(input);
  for (let round = 0; round < ROUNDS; round++) {
    const byGallery = board.nameAll(
      (cluster, character) => board.galleryScore(cluster, character),
      input.limits.accept,
    );
    const byLink = board.nameAll(
      (cluster, character) => board.linkScore(cluster, character),
      input.limits.link,
    );
    if (byGallery + byLink === 0) break;
  }
  return board.namings;
}

type ScoreOf = (cluster: readonly number[], character: number) => number;

class NameBoard {
  readonly namings: (Naming | undefined)[];
  private readonly bearers: number[][];
  private pending: (readonly number[])[];

  constructor(private readonly input: NamingInput) {
    this.namings = input.weights.map(() => undefined);
    this.bearers = input.scores.characters.map(() => []);
    this.pending = input.clusters.flatMap((cluster) => this.withoutDissenters(cluster));
  }

  galleryScore(cluster: readonly number[], character: number): number {
    const { normal, characters } = this.input.scores;
    return this.weightedMean(cluster, (track) => normal[track * characters.length + character]!);
  }

  linkScore(cluster: readonly number[], character: number): number {
    const { similarity, count } = this.input.relations;
    const bearers = this.bearers[character]!;
    return this.weightedMean(cluster, (track) => {
      const likeness = bearers
        .map((bearer) => similarity[track * count + bearer]!)
        .filter((value) => value > APART);
      return meanOfTop(likeness, NEIGHBOURS);
    });
  }

  /** One sweep over what has no name yet. Returns how many clusters got one. */
  nameAll(scoreOf: ScoreOf, limit: number): number {
    const candidates = this.pending
      .map((cluster) => ({
        cluster,
        scores: this.input.scores.characters.map((_, c) => scoreOf(cluster, c)),
      }))
      .sort((a, b) => Math.max(...b.scores) - Math.max(...a.scores) || a.cluster[0]! - b.cluster[0]!);
    this.pending = [];
    let named = 0;
    for (const { cluster, scores } of candidates) {
      if (this.tryName(cluster, scores, limit)) named++;
      else this.pending.push(cluster);
    }
    return named;
  }

  private tryName(cluster: readonly number[], scores: readonly number[], limit: number): boolean {
    const open = scores
      .map((score, character) => ({ score, character }))
      .filter(({ character }) => this.conflict(cluster, character) <= MAX_CONFLICT)
      .sort((a, b) => b.score - a.score);
    const [best, next] = open;
    if (!best || best.score < limit) return false;
    const lead = best.score - (next?.score ?? -1);
    if (lead < this.input.limits.margin || this.galleryObjects(cluster, best.character)) return false;
    const evidence = Math.min(best.score - limit, lead - this.input.limits.margin) * 10;
    const free = cluster.filter((track) => !this.isBeside(track, best.character));
    for (const track of free) this.namings[track] = { character: best.character, evidence };
    this.bearers[best.character]!.push(...free);
    const beside = cluster.filter((track) => !free.includes(track));
    this.pending.push(...beside.map((track) => [track]));
    return true;
  }

  /** A likeness within the episode does not overrule the gallery where that speaks clearly for another free character. */
  private galleryObjects(cluster: readonly number[], character: number): boolean {
    const { accept, margin } = this.input.limits;
    const own = this.galleryScore(cluster, character);
    return this.input.scores.characters.some((_, other) => {
      const score = this.galleryScore(cluster, other);
      return score >= accept && score > own + margin && this.conflict(cluster, other) <= MAX_CONFLICT;
    });
  }

  /** Tracks that the gallery clearly knows as somebody else than their cluster's likest character stand for themselves. */
  private withoutDissenters(cluster: readonly number[]): (readonly number[])[] {
    const { characters, normal } = this.input.scores;
    const { accept, margin } = this.input.limits;
    const totals = characters.map((_, character) => this.galleryScore(cluster, character));
    const usual = totals.indexOf(Math.max(...totals));
    const dissenters = cluster.filter((track) => {
      const row = normal.subarray(track * characters.length, (track + 1) * characters.length);
      return row.some((score) => score >= accept && score - row[usual]! >= 2 * margin);
    });
    const rest = cluster.filter((track) => !dissenters.includes(track));
    return [...(rest.length > 0 ? [rest] : []), ...dissenters.map((track) => [track])];
  }

  /** Share of the cluster that is in one frame with tracks of that name. */
  private conflict(cluster: readonly number[], character: number): number {
    return this.weightedMean(cluster, (track) => (this.isBeside(track, character) ? 1 : 0));
  }

  private isBeside(track: number, character: number): boolean {
    for (const other of this.input.relations.apart[track]!) {
      if (this.namings[other]?.character === character) return true;
    }
    return false;
  }

  private weightedMean(cluster: readonly number[], valueOf: (track: number) => number): number {
    let sum = 0;
    let total = 0;
    for (const track of cluster) {
      const weight = this.input.weights[track]!;
      sum += weight * valueOf(track);
      total += weight;
    }
    return sum / total;
  }
}
