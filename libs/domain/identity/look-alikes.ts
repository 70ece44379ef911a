import { similarityOf } from '../tracking/embedding.js';
import type { CastForm, CastMember } from './gallery-cast.js';
import { meanOfTop } from './mean-of-top.js';

/** Least lead of a name over a look-alike's: below it the embedder's own noise decides. */
const LEAST = 0.015;
/** Of the lead that a character's own pictures have over a look-alike's a track must show so many shares... */
const SHARE = 0.35;
/** ...and so many standard deviations: a lead that is not the same from picture to picture tells nothing. */
const SPREADS = 1;

/**
 * By how much a name must beat another, `characters * characters`. The shipped margin suits unlike characters; pictures of
 * twins differ by less than that at all, so that no track of theirs would ever be named. What two characters' references
 * show between them says how large a lead can be: part of it is asked for, never more than the shipped margin.
 */
export function marginsBetween(cast: readonly CastMember[], shipped: number): Float64Array {
  const margins = new Float64Array(cast.length * cast.length).fill(shipped);
  for (let one = 0; one < cast.length; one++) {
    for (let other = 0; other < one; other++) {
      const wanted = Math.max(wantedLead(cast[one]!, cast[other]!), wantedLead(cast[other]!, cast[one]!));
      const margin = Math.min(shipped, Math.max(LEAST, wanted));
      margins[one * cast.length + other] = margins[other * cast.length + one] = margin;
    }
  }
  return margins;
}

/**
 * Whether the embedder cannot tell two characters' forms apart: on average their references are nearer to their own kind
 * by less than a name must beat another by. False where there are too few references to say.
 */
export function areLookAlikes(one: CastForm, other: CastForm, shipped: number): boolean {
  const leads = [...leadsOf(one.references, other.references), ...leadsOf(other.references, one.references)];
  return leads.length > 0 && meanOf(leads) < shipped;
}

/** From how much nearer a character's references are to each other than to the other's; infinite for fewer than two such. */
function wantedLead({ forms }: CastMember, other: CastMember): number {
  const strangers = other.forms.flatMap(({ references }) => references);
  const leads = forms.flatMap(({ references }) => leadsOf(references, strangers));
  if (leads.length < 2) return Infinity;
  const mean = meanOf(leads);
  const variance = leads.reduce((sum, lead) => sum + (lead - mean) ** 2, 0) / (leads.length - 1);
  return Math.max(SHARE * mean, SPREADS * Math.sqrt(variance));
}

/** By how much each reference is nearer to its fellows than to strangers; nothing of a lone one. */
function leadsOf(references: readonly Float32Array[], strangers: readonly Float32Array[]): number[] {
  if (references.length < 2) return [];
  return references.map(
    (reference, i) =>
      likeness(
        reference,
        references.filter((_, k) => k !== i),
      ) - likeness(reference, strangers),
  );
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function likeness(reference: Float32Array, others: readonly Float32Array[]): number {
  return meanOfTop(
    others.map((other) => similarityOf(reference, other)),
    2,
  );
}
