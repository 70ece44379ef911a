import { APART, type TrackRelations } from './relate-tracks.js';
import { meanOfTop } from './mean-of-top.js';

/** Tracks of a character that a similarity is averaged over: the nearest views count, not all views. */
const NEIGHBOURS = 3;

/** Who owns which track so far, and how like a character's tracks others are. Characters are counted from 0. */
export class LinkBoard {
  /** By character. */
  readonly bearers: number[][];
  /** By track; -1 for nobody. */
  readonly owner: Int32Array;

  constructor(
    private readonly relations: TrackRelations,
    private readonly weights: readonly number[],
    characters: number,
  ) {
    this.owner = new Int32Array(relations.count).fill(-1);
    this.bearers = Array.from({ length: characters }, () => []);
  }

  give(tracks: readonly number[], character: number): void {
    for (const track of tracks) this.owner[track] = character;
    this.bearers[character]!.push(...tracks);
  }

  /** Similarity to the character's nearest tracks, averaged over the cluster; -1 where the character has none. */
  linkScore(cluster: readonly number[], character: number): number {
    const { similarity, count } = this.relations;
    return this.weightedMean(cluster, (track) => {
      const likeness: number[] = [];
      for (const bearer of this.bearers[character]!) {
        const value = similarity[track * count + bearer]!;
        if (value > APART) likeness.push(value);
      }
      return meanOfTop(likeness, NEIGHBOURS);
    });
  }

  /** Share of the cluster that is in one frame with tracks of that character. */
  conflict(cluster: readonly number[], character: number): number {
    return this.weightedMean(cluster, (track) => (this.isBeside(track, character) ? 1 : 0));
  }

  isBeside(track: number, character: number): boolean {
    for (const other of this.relations.apart[track]!) if (this.owner[other] === character) return true;
    return false;
  }

  /** For every owned track its link to the likest other character: where links of strangers lie. */
  impostorLinks(
    areDifferent: (one: number, other: number) => boolean = (one, other) => one !== other,
  ): number[] {
    const links: number[] = [];
    this.owner.forEach((character, track) => {
      if (character < 0) return;
      let best = -1;
      this.bearers.forEach((_, other) => {
        if (other !== character && areDifferent(character, other))
          best = Math.max(best, this.linkScore([track], other));
      });
      if (best > -1) links.push(best);
    });
    return links;
  }

  weightedMean(cluster: readonly number[], valueOf: (track: number) => number): number {
    let sum = 0;
    let total = 0;
    for (const track of cluster) {
      sum += this.weights[track]! * valueOf(track);
      total += this.weights[track]!;
    }
    return sum / total;
  }
}
