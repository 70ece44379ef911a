/** Lead that a single meeting must show; of fewer than three nothing is known of how they vary. */
const LEAST_OF_ONE = 0.02;
/** No lead under this counts, however constant: it is less than the same picture shows after another encoding. */
const LEAST_OF_MANY = 0.005;
const STANDARD_ERRORS = 2;

export interface PairEvidence {
  /** Mean lead; its sign says which way. */
  readonly lead: number;
  /** By how much it is beyond what chance would show; negative where it is not. */
  readonly surplus: number;
}

/**
 * What meetings of two look-alikes say together. Each lead is by how much "this one is A and that one B" fits one meeting
 * better than the reverse: slight leads count when they are the same at every meeting.
 */
export function weighMeetings(leads: readonly number[]): PairEvidence {
  const count = leads.length;
  if (count === 0) return { lead: 0, surplus: -LEAST_OF_ONE };
  const lead = leads.reduce((sum, value) => sum + value, 0) / count;
  if (count < 3) return { lead, surplus: Math.abs(lead) - LEAST_OF_ONE / Math.sqrt(count) };
  const variance = leads.reduce((sum, value) => sum + (value - lead) ** 2, 0) / (count - 1);
  const chance = STANDARD_ERRORS * Math.sqrt(variance / count);
  return { lead, surplus: Math.abs(lead) - Math.max(LEAST_OF_MANY, chance) };
}
