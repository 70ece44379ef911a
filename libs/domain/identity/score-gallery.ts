import { similarityOf } from '../tracking/embedding.js';
import type { Track } from '../tracking/track.js';
import { castOf, type CastMember } from './gallery-cast.js';
import type { Gallery } from './gallery.js';
import { areLookAlikes, marginsBetween } from './look-alikes.js';
import { meanOfTop } from './mean-of-top.js';
import { quantile } from './quantile.js';

/** Every track against every character of the gallery. */
export interface GalleryScores {
  /** Names in order. */
  readonly characters: readonly string[];
  /** Similarity by track and character, `tracks * characters`, as measured. */
  readonly raw: Float64Array;
  /** The same after taking off what a track or a character is like with everyone. */
  readonly normal: Float64Array;
  /** The likest form by track and character. */
  readonly forms: readonly (string | null)[];
  /**
   * Every track's best normal score, and those of all others but its look-alikes (none for a cast of one): wrong names. A
   * look-alike's score is as high as the right one's and would say that nothing is ever sure.
   */
  readonly best: readonly number[];
  readonly lower: readonly number[];
  /** By how much one character's score must beat another's, `characters * characters`. */
  readonly margins: Float64Array;
}

/** @param margin the embedder's own, for characters that are no look-alikes */
export function scoreGallery(tracks: readonly Track[], gallery: Gallery, margin: number): GalleryScores {
  const cast = castOf(gallery);
  const raw = new Float64Array(tracks.length * cast.length);
  const forms: (string | null)[] = [];
  tracks.forEach((track, i) => {
    cast.forEach(({ forms: wardrobe }, c) => {
      const scored = wardrobe.map(({ form, references }) => ({ form, score: formScore(track, references) }));
      const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
      raw[i * cast.length + c] = best.score;
      forms.push(best.form);
    });
  });
  const normal = normalize(raw, tracks.length, cast.length);
  const alike = lookAlikesIn(cast, margin);
  const ranked = tracks.map((_, i) => {
    const row = [...normal.subarray(i * cast.length, (i + 1) * cast.length)];
    const likest = row.indexOf(Math.max(...row));
    return { best: row[likest], lower: row.filter((_, c) => c !== likest && !alike[likest]!.has(c)) };
  });
  return {
    characters: cast.map(({ name }) => name),
    raw,
    normal,
    forms,
    best: ranked.flatMap(({ best }) => best ?? []),
    lower: ranked.flatMap(({ lower }) => lower),
    margins: marginsBetween(cast, margin),
  };
}

/** For every character those that the embedder cannot tell from it in one of their forms. */
function lookAlikesIn(cast: readonly CastMember[], margin: number): Set<number>[] {
  return cast.map(
    ({ forms: mine }, one) =>
      new Set(
        cast.flatMap(({ forms: theirs }, other) =>
          one !== other && mine.some((a) => theirs.some((b) => areLookAlikes(a, b, margin))) ? [other] : [],
        ),
      ),
  );
}

/**
 * Half from single sightings (the two exemplars nearest to a reference, then the two nearest references: a freak match
 * alone counts half), half from the track's mean, which blur disturbs less.
 */
function formScore({ exemplars, template }: Track, references: readonly Float32Array[]): number {
  const bySighting = references.map((reference) =>
    meanOfTop(
      exemplars.map((exemplar) => similarityOf(exemplar, reference)),
      2,
    ),
  );
  const byMean = references.map((reference) => similarityOf(template, reference));
  return (meanOfTop(bySighting, 2) + meanOfTop(byMean, 2)) / 2;
}

/**
 * Takes off half of how much a character is like everyone (a plain design attracts all) and half of how much a track is
 * like everyone (a blurred face), each measured on scores that are not among the track's best two. Needs a cast of four.
 */
function normalize(raw: Float64Array, tracks: number, characters: number): Float64Array {
  if (characters < 4 || tracks < 8) return raw;
  const lower = Array.from({ length: tracks }, (_, i) => lowerOf(raw, i, characters));
  const centre = quantile(
    lower.flatMap((entries) => entries.map(({ score }) => score)),
    0.5,
  );
  const biasOfCharacter = Array.from({ length: characters }, (_, c) => {
    const scores = lower.flatMap((entries) =>
      entries.filter((entry) => entry.c === c).map(({ score }) => score),
    );
    const bias = scores.length > 0 ? quantile(scores, 0.5) - centre : 0;
    return (bias * scores.length) / (scores.length + 8);
  });
  const biasOfTrack = lower.map((entries) => {
    const bias = entries.reduce((sum, { score }) => sum + score, 0) / entries.length - centre;
    return (bias * entries.length) / (entries.length + 4);
  });
  return raw.map(
    (score, k) => score - (biasOfTrack[Math.floor(k / characters)]! + biasOfCharacter[k % characters]!) / 2,
  );
}

/** A track's scores without its best two (without the best where there are only two). */
function lowerOf(scores: Float64Array, track: number, characters: number): { c: number; score: number }[] {
  const row = Array.from(scores.subarray(track * characters, (track + 1) * characters), (score, c) => ({
    c,
    score,
  }));
  return row.sort((a, b) => b.score - a.score).slice(characters > 2 ? 2 : 1);
}
