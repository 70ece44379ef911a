import { linkThreshold } from './calibrate.js';
import { LinkBoard } from './link-board.js';
import type { TrackRelations } from './relate-tracks.js';
import type { GalleryScores } from './score-gallery.js';

interface NamingLimits {
  /** Least normal score against the gallery. */
  readonly accept: number;
  /** Least similarity of two tracks of one character; where links are judged from until the episode tells. */
  readonly same: number;
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

type Cluster = readonly number[];
type ScoreOf = (cluster: Cluster, character: number) => number;

const SWEEPS = 4;
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
  const naming = new NamingRun(input);
  const { accept, same } = input.limits;
  naming.sweep((cluster, character) => naming.galleryScore(cluster, character), accept);
  const link = linkThreshold(same, naming.board.impostorLinks());
  naming.sweep((cluster, character) => naming.board.linkScore(cluster, character), link);
  naming.sweep((cluster, character) => naming.galleryScore(cluster, character), accept);
  return naming.namings;
}

class NamingRun {
  readonly namings: (Naming | undefined)[];
  readonly board: LinkBoard;
  private pending: Cluster[];

  constructor(private readonly input: NamingInput) {
    this.namings = input.weights.map(() => undefined);
    this.board = new LinkBoard(input.relations, input.weights, input.scores.characters.length);
    this.pending = input.clusters.flatMap((cluster) => this.withoutDissenters(cluster));
  }

  galleryScore(cluster: Cluster, character: number): number {
    const { normal, characters } = this.input.scores;
    return this.board.weightedMean(cluster, (track) => normal[track * characters.length + character]!);
  }

  /** Names what it can, a few times over: every name given may decide another. */
  sweep(scoreOf: ScoreOf, limit: number): void {
    for (let round = 0; round < SWEEPS; round++) {
      const candidates = this.pending
        .map((cluster) => ({
          cluster,
          scores: this.input.scores.characters.map((_, c) => scoreOf(cluster, c)),
        }))
        .sort((a, b) => Math.max(...b.scores) - Math.max(...a.scores) || a.cluster[0]! - b.cluster[0]!);
      this.pending = [];
      const left = candidates.filter(({ cluster, scores }) => !this.tryName(cluster, scores, limit));
      this.pending.push(...left.map(({ cluster }) => cluster));
      if (left.length === candidates.length) return;
    }
  }

  private tryName(cluster: Cluster, scores: readonly number[], limit: number): boolean {
    const { margin } = this.input.limits;
    const [best, next] = scores
      .map((score, character) => ({ score, character }))
      .filter(({ character }) => this.board.conflict(cluster, character) <= MAX_CONFLICT)
      .sort((a, b) => b.score - a.score);
    if (!best || best.score < limit) return false;
    const lead = best.score - (next?.score ?? -1);
    if (lead < margin || this.galleryObjects(cluster, best.character)) return false;
    const evidence = Math.min(best.score - limit, lead - margin) * 10;
    const free = cluster.filter((track) => !this.board.isBeside(track, best.character));
    const beside = cluster.filter((track) => !free.includes(track));
    for (const track of free) this.namings[track] = { character: best.character, evidence };
    this.board.give(free, best.character);
    this.pending.push(...beside.map((track) => [track]));
    return true;
  }

  /** A likeness within the episode does not overrule the gallery where that speaks clearly for another free character. */
  private galleryObjects(cluster: Cluster, character: number): boolean {
    const { accept, margin } = this.input.limits;
    const own = this.galleryScore(cluster, character);
    return this.input.scores.characters.some((_, other) => {
      const score = this.galleryScore(cluster, other);
      return score >= accept && score > own + margin && this.board.conflict(cluster, other) <= MAX_CONFLICT;
    });
  }

  /** Tracks that the gallery clearly knows as somebody else than their cluster's likest character stand for themselves. */
  private withoutDissenters(cluster: Cluster): Cluster[] {
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
}
