import type { Track } from '../tracking/track.js';
import { castOf, type CastMember } from './gallery-cast.js';
import type { Gallery } from './gallery.js';
import { judgePalettes, type PaletteJudge } from './judge-palettes.js';
import { areLookAlikes } from './look-alikes.js';
import { APART, type TrackRelations } from './relate-tracks.js';
import type { GalleryScores } from './score-gallery.js';

/** Two characters that the embedder cannot tell apart, and what colours say of each track that is one of them. */
export interface LookAlikes {
  readonly one: number;
  readonly other: number;
  /** By track: about 1 for the one, -1 for the other; 0 where colours say nothing or it is somebody else. */
  readonly leans: Float64Array;
}

/** A lean of so much decides between two look-alikes, and opposite ones of so much are two characters. */
const DECISIVE = 0.2;
/** Meetings of both from which on an episode corrects the references. */
const ENOUGH_MEETINGS = 3;
/** Least mean half difference at their meetings, else their colours do not differ in this episode. */
const LEAST_AT_MEETINGS = 0.15;

interface LookAlikesInput {
  /** In the order of the scores. */
  readonly tracks: readonly Track[];
  readonly gallery: Gallery;
  readonly scores: GalleryScores;
  readonly apart: TrackRelations['apart'];
  /** The embedder's own. */
  readonly margin: number;
}

/** Every pair of look-alikes whose references differ in colour, as far as the episode does not contradict. */
export function findLookAlikes(input: LookAlikesInput): LookAlikes[] {
  const cast = castOf(input.gallery);
  return cast.flatMap((_, one) =>
    cast.slice(0, one).flatMap((__, other) => {
      const leans = leansBetween(one, other, cast, input);
      const corrected = leans && correctByMeetings(leans, input.apart);
      return corrected ? [{ one, other, leans: corrected }] : [];
    }),
  );
}

/** NaN for tracks that are neither, or whose colours are not known; undefined where no track is judged. */
function leansBetween(
  one: number,
  other: number,
  cast: readonly CastMember[],
  { tracks, scores, margin }: LookAlikesInput,
): number[] | undefined {
  const count = cast.length;
  const judges = new Map<string, PaletteJudge | undefined>();
  const judgeOf = (formOfOne: string | null, formOfOther: string | null): PaletteJudge | undefined => {
    const key = JSON.stringify([formOfOne, formOfOther]);
    if (!judges.has(key)) {
      const [mine, theirs] = [formIn(cast[one]!, formOfOne), formIn(cast[other]!, formOfOther)];
      const isAlike = areLookAlikes(mine, theirs, margin);
      judges.set(key, isAlike ? judgePalettes(mine.palettes, theirs.palettes) : undefined);
    }
    return judges.get(key);
  };
  const leans = tracks.map(({ palette }, i) => {
    const row = scores.normal.subarray(i * count, (i + 1) * count);
    if (palette === undefined || Math.max(row[one]!, row[other]!) < Math.max(...row)) return NaN;
    const judge = judgeOf(scores.forms[i * count + one]!, scores.forms[i * count + other]!);
    return judge ? Math.max(-2, Math.min(2, judge(palette))) : NaN;
  });
  return leans.some((lean) => !Number.isNaN(lean)) ? leans : undefined;
}

function formIn({ forms }: CastMember, form: string | null): CastMember['forms'][number] {
  return forms.find((candidate) => candidate.form === form)!;
}

/**
 * Where both stand in one frame there is one of each: the middle between them is where the episode's light has moved the
 * references' middle to, and if they do not differ there, colours tell nothing in this episode.
 */
function correctByMeetings(
  leans: readonly number[],
  apart: TrackRelations['apart'],
): Float64Array | undefined {
  const meetings = leans.flatMap((lean, i) =>
    [...apart[i]!].filter((j) => j < i).map((j): [number, number] => [lean, leans[j]!]),
  );
  const known = meetings.filter(([a, b]) => !Number.isNaN(a + b));
  let middle = 0;
  if (known.length >= ENOUGH_MEETINGS) {
    const difference = known.reduce((sum, [a, b]) => sum + Math.abs(a - b) / 2, 0) / known.length;
    if (difference < LEAST_AT_MEETINGS) return undefined;
    const mean = known.reduce((sum, [a, b]) => sum + (a + b) / 2, 0) / known.length;
    middle = (mean * known.length) / (known.length + ENOUGH_MEETINGS);
  }
  return Float64Array.from(leans, (lean) => (Number.isNaN(lean) ? 0 : lean - middle));
}

/**
 * Scores between look-alikes as their colours have it: the better of the two keeps the better score, the other falls
 * behind by the lean. Other characters' scores stay, and with them who is a look-alike at all.
 */
export function scoreByColour(
  scores: GalleryScores,
  pairs: readonly LookAlikes[],
  margin: number,
): GalleryScores {
  const normal = scores.normal.slice();
  const margins = scores.margins.slice();
  const count = scores.characters.length;
  for (const { one, other, leans } of pairs) {
    margins[one * count + other] = margins[other * count + one] = margin;
    leans.forEach((lean, track) => {
      if (lean === 0) return;
      const [first, second] = lean > 0 ? [one, other] : [other, one];
      const best = Math.max(normal[track * count + one]!, normal[track * count + other]!);
      normal[track * count + first] = best;
      normal[track * count + second] = best - (Math.min(1, Math.abs(lean)) / DECISIVE) * margin;
    });
  }
  return { ...scores, normal, margins };
}

/** Tracks that lean clearly to different look-alikes are never joined by likeness. */
export function keepLookAlikesApart(relations: TrackRelations, pairs: readonly LookAlikes[]): TrackRelations {
  const { count } = relations;
  const similarity = relations.similarity.slice();
  for (const { leans } of pairs) {
    leans.forEach((lean, i) => {
      for (let j = 0; j < i; j++) {
        if (lean * leans[j]! >= 0 || Math.min(Math.abs(lean), Math.abs(leans[j]!)) < DECISIVE) continue;
        similarity[i * count + j] = similarity[j * count + i] = APART;
      }
    });
  }
  return { ...relations, similarity };
}
