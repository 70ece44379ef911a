import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode } from '#domain/episode/episode.js';
import { comparePlaced, type PlacedEpisode, type Placement } from '#domain/episode/placement.js';
import { suggestName } from '#domain/query/suggest-name.js';
import type { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';

export interface SeriesRequest {
  readonly series: string;
  /** All seasons where it is absent. */
  readonly season?: string | undefined;
}

export interface EpisodeOfSeries {
  readonly episode: Episode;
  readonly placement: Placement;
}

export class FindSeries {
  constructor(
    private readonly notes: EpisodeNotesRepository,
    private readonly episodes: EpisodeRepository,
  ) {}

  /** In the order in which they are watched. @throws CastlineError not-found SERIES.MISSING, SEASON.MISSING */
  async run({ series, season }: SeriesRequest): Promise<EpisodeOfSeries[]> {
    const placed = await this.notes.listPlacements(series);
    if (placed.length === 0) throw await this.unknownSeries(series);
    const wanted = placed.filter(({ placement }) => season === undefined || placement.season === season);
    if (wanted.length === 0) throw unknownSeason(series, season, placed);
    const found: EpisodeOfSeries[] = [];
    for (const { episodeId, placement } of wanted.sort(comparePlaced)) {
      const episode = await this.episodes.find(episodeId);
      if (episode) found.push({ episode, placement });
    }
    return found;
  }

  private async unknownSeries(series: string): Promise<CastlineError> {
    const names = [...new Set((await this.notes.listPlacements()).map(({ placement }) => placement.series))];
    const nearest = suggestName(series, names);
    const hint = nearest
      ? `did you mean ${JSON.stringify(nearest)}?`
      : names.length > 0
        ? `there are ${names.sort().join(', ')}`
        : 'no episode has been put into one yet (castline series add NAME EPISODE)';
    const message = `there is no series ${JSON.stringify(series)}; ${hint}`;
    return new CastlineError('not-found', 'SERIES.MISSING', message, { series, nearest });
  }
}

function unknownSeason(
  series: string,
  season: string | undefined,
  placed: readonly PlacedEpisode[],
): CastlineError {
  const seasons = [
    ...new Set([...placed].sort(comparePlaced).flatMap(({ placement }) => placement.season ?? [])),
  ];
  const message = `${JSON.stringify(series)} has no season ${JSON.stringify(season)}; there are ${seasons.join(', ') || 'none'}`;
  return new CastlineError('not-found', 'SEASON.MISSING', message, { series, season });
}
