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

/** How much nearer to the other side's usual lean a track must be than to its own side's to change sides. */
const CLEARLY_NEARER = 0.5;

/**
 * Look-alikes are easily grouped by view rather than by who they are. Tracks that met nobody of the other group are
 * therefore looked at again: those that lean as the other group does at its meetings change sides.
 *
 * @param lean towards the first of two characters, by track
 * @param meetings pairs of tracks of the first and of the second group
 */
export function sortByLean(
  groups: readonly [readonly number[], readonly number[]],
  meetings: readonly (readonly [number, number])[],
  lean: (track: number) => number,
): [number[], number[]] {
  const met = new Set(meetings.flat());
  const usual = [0, 1].map((side) => {
    const leans = meetings.map((pair) => lean(pair[side as 0 | 1]));
    return leans.reduce((sum, value) => sum + value, 0) / leans.length;
  });
  const changes = (track: number, own: number): boolean => {
    if (met.has(track)) return false;
    const value = lean(track);
    return Math.abs(value - usual[1 - own]!) < CLEARLY_NEARER * Math.abs(value - usual[own]!);
  };
  const [first, second] = groups;
  return [
    [...first.filter((track) => !changes(track, 0)), ...second.filter((track) => changes(track, 1))],
    [...second.filter((track) => !changes(track, 1)), ...first.filter((track) => changes(track, 0))],
  ];
}
