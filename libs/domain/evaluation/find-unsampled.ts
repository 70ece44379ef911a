/** The frame at which a second is judged. */
interface JudgedMoment {
  readonly second: number;
  /** Time of its frame in seconds. */
  readonly at: number;
  /** When its shot begins and ends, in seconds. */
  readonly shot: readonly [number, number];
}

/**
 * Seconds whose frame is so far from every frame of its shot in which faces were looked for that no track reaches it.
 *
 * @param sampledAt times of these frames in seconds
 * @param reach how far a track goes beyond its sightings, in seconds
 */
export function findUnsampled(
  moments: readonly JudgedMoment[],
  sampledAt: readonly number[],
  reach: number,
): Set<number> {
  // a millisecond of slack: times are rounded to the ticks of the file
  const isNear = (sample: number, { at, shot: [from, until] }: JudgedMoment): boolean =>
    sample >= from && sample < until && Math.abs(sample - at) <= reach + 1e-3;
  return new Set(
    moments
      .filter((moment) => !sampledAt.some((sample) => isNear(sample, moment)))
      .map(({ second }) => second),
  );
}
