import { linkThreshold } from './calibrate.js';
import { LinkBoard } from './link-board.js';
import { sortByLean, weighMeetings } from './pair-evidence.js';
import type { TrackRelations } from './relate-tracks.js';
import type { GalleryScores } from './score-gallery.js';

interface NamingLimits {
  /** Least normal score against the gallery. */
  readonly accept: number;
  /** Least similarity of two tracks of one character; where links are judged from until the episode tells. */
  readonly same: number;
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

interface Likeness {
  readonly character: number;
  readonly score: number;
}

interface Candidate {
  readonly cluster: Cluster;
  /** By character. */
  readonly scores: readonly number[];
}

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
      const left = candidates.filter((candidate) => !this.tryName(candidate, limit));
      const undecided = left.length === candidates.length ? this.nameTogether(left, scoreOf, limit) : left;
      this.pending.push(...undecided.map(({ cluster }) => cluster));
      if (undecided.length === candidates.length) return;
    }
  }

  /**
   * Two clusters that share frames and are both torn between the same two look-alikes are one of each: which is which is
   * one question, answered by both together.
   *
   * @returns what stays undecided
   */
  private nameTogether(candidates: readonly Candidate[], scoreOf: ScoreOf, limit: number): Candidate[] {
    const left = new Set(candidates);
    for (const one of candidates) {
      const [a, b] = this.likest(one);
      if (!a || !b || !left.has(one) || b.score < limit) continue;
      const other = this.counterpartOf(one, [a.character, b.character], [...left], limit);
      if (!other) continue;
      const lean = (track: number): number => scoreOf([track], a.character) - scoreOf([track], b.character);
      const meetings = this.meetings(one, other);
      const { lead, surplus } = weighMeetings(meetings.map(([mine, theirs]) => lean(mine) - lean(theirs)));
      if (surplus < 0) continue;
      const [first, second] = lead > 0 ? [a, b] : [b, a];
      const sides = sortByLean([one.cluster, other.cluster], meetings, lean);
      this.give(sides[0], first.character, surplus * 10);
      this.give(sides[1], second.character, surplus * 10);
      left.delete(one);
      left.delete(other);
    }
    return [...left];
  }

  /** Of the clusters that are torn between the same two characters the one that is met most often. */
  private counterpartOf(
    one: Candidate,
    pair: readonly number[],
    among: readonly Candidate[],
    limit: number,
  ): Candidate | undefined {
    return among
      .filter((candidate) => {
        const [first, second] = this.likest(candidate);
        if (candidate === one || !first || !second || second.score < limit) return false;
        return pair.includes(first.character) && pair.includes(second.character);
      })
      .map((candidate) => ({ candidate, meetings: this.meetings(one, candidate).length }))
      .filter(({ meetings }) => meetings > 0)
      .sort((x, y) => y.meetings - x.meetings)[0]?.candidate;
  }

  /** Pairs of tracks of the one and of the other that share frames. */
  private meetings(one: Candidate, other: Candidate): [number, number][] {
    const { apart } = this.input.relations;
    return one.cluster.flatMap((mine) =>
      other.cluster
        .filter((theirs) => apart[mine]!.has(theirs))
        .map((theirs): [number, number] => [mine, theirs]),
    );
  }

  /** The characters that the cluster can be, the likest first. */
  private likest({ cluster, scores }: Candidate): Likeness[] {
    return scores
      .map((score, character) => ({ score, character }))
      .filter(({ character }) => this.board.conflict(cluster, character) <= MAX_CONFLICT)
      .sort((a, b) => b.score - a.score);
  }

  private marginOf(one: number, other: number): number {
    const { margins, characters } = this.input.scores;
    return margins[one * characters.length + other]!;
  }

  private tryName(candidate: Candidate, limit: number): boolean {
    const [best, next] = this.likest(candidate);
    if (!best || best.score < limit) return false;
    const lead = best.score - (next?.score ?? -1);
    const margin = next ? this.marginOf(best.character, next.character) : 0;
    if (lead < margin || this.galleryObjects(candidate.cluster, best.character)) return false;
    this.give(candidate.cluster, best.character, Math.min(best.score - limit, lead - margin) * 10);
    return true;
  }

  private give(cluster: Cluster, character: number, evidence: number): void {
    const free = cluster.filter((track) => !this.board.isBeside(track, character));
    const beside = cluster.filter((track) => !free.includes(track));
    for (const track of free) this.namings[track] = { character, evidence };
    this.board.give(free, character);
    this.pending.push(...beside.map((track) => [track]));
  }

  /** A likeness within the episode does not overrule the gallery where that speaks clearly for another free character. */
  private galleryObjects(cluster: Cluster, character: number): boolean {
    const { accept } = this.input.limits;
    const own = this.galleryScore(cluster, character);
    return this.input.scores.characters.some((_, other) => {
      if (other === character || this.board.conflict(cluster, other) > MAX_CONFLICT) return false;
      const lead = own - this.galleryScore(cluster, other);
      // of whom nothing is named yet no track can be like: only the gallery can speak against that name
      if (this.board.bearers[other]!.length === 0) return lead < this.marginOf(character, other);
      return own - lead >= accept && -lead > this.marginOf(character, other);
    });
  }

  /**
   * Tracks that the gallery clearly knows as somebody else than their cluster's likest character stand for themselves; those
   * that it knows so less clearly, but together, stand together.
   */
  private withoutDissenters(cluster: Cluster): Cluster[] {
    const { characters, normal } = this.input.scores;
    const { accept } = this.input.limits;
    const totals = characters.map((_, character) => this.galleryScore(cluster, character));
    const usual = totals.indexOf(Math.max(...totals));
    const dissenters = cluster.filter((track) => {
      const row = normal.subarray(track * characters.length, (track + 1) * characters.length);
      return row.some(
        (score, c) => c !== usual && score >= accept && score - row[usual]! >= 2 * this.marginOf(usual, c),
      );
    });
    const kept = cluster.filter((track) => !dissenters.includes(track));
    const parties = this.partiesAmong(kept, usual);
    const rest = kept.filter((track) => !parties.some((party) => party.includes(track)));
    return [...(rest.length > 0 ? [rest] : []), ...parties, ...dissenters.map((track) => [track])];
  }

  /** Of the tracks that are likest to the same other character than is usual those groups that lead by its margin on average. */
  private partiesAmong(tracks: Cluster, usual: number): Cluster[] {
    const { characters, normal } = this.input.scores;
    const likest = (track: number): number => {
      const row = normal.subarray(track * characters.length, (track + 1) * characters.length);
      return row.indexOf(Math.max(...row));
    };
    return characters
      .map((_, other) => (other === usual ? [] : tracks.filter((track) => likest(track) === other)))
      .filter((party, other) => {
        if (party.length < 2) return false;
        const lead = this.galleryScore(party, other) - this.galleryScore(party, usual);
        return lead >= this.marginOf(usual, other);
      });
  }
}
