/** Where an episode stands: episodes of one series share a cast. */
export interface Placement {
  readonly series: string;
  /** A label, such as "1" or "Specials". */
  readonly season: string | null;
  /** Of the episode within its season. */
  readonly number: number | null;
}

export interface PlacedEpisode {
  readonly episodeId: string;
  readonly placement: Placement;
}

/** Behind every number that an episode may have. */
const LAST = Number.MAX_SAFE_INTEGER;

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order in which a series is watched: by season (2 before 10, none last), number (none last), then id. */
export function comparePlaced(one: PlacedEpisode, other: PlacedEpisode): number {
  return (
    names.compare(one.placement.series, other.placement.series) ||
    compareSeasons(one.placement.season, other.placement.season) ||
    (one.placement.number ?? LAST) - (other.placement.number ?? LAST) ||
    (one.episodeId < other.episodeId ? -1 : 1)
  );
}

function compareSeasons(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return names.compare(one, other);
}
