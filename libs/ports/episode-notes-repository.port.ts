import type { Mark } from '#domain/episode/mark.js';
import type { PlacedEpisode, Placement } from '#domain/episode/placement.js';
import type { TimeSpan } from '#domain/time/time-span.js';

/** What is kept of an episode beside its analysis; gone with the episode. Every save: `not-found` EPISODE.MISSING. */
export abstract class EpisodeNotesRepository {
  /** Puts the episode into a series; null takes it out. */
  abstract savePlacement(episodeId: string, placement: Placement | null): Promise<void>;
  abstract findPlacement(episodeId: string): Promise<Placement | undefined>;
  /** Of these episodes, by episode id; those that stand in no series are left out. */
  abstract findPlacements(episodeIds: readonly string[]): Promise<ReadonlyMap<string, Placement>>;
  /** In any order; of one series (its exact name) where that is given. */
  abstract listPlacements(series?: string): Promise<PlacedEpisode[]>;
  /** Replaces all marks. */
  abstract saveMarks(episodeId: string, marks: readonly Mark[]): Promise<void>;
  abstract findMarks(episodeId: string): Promise<Mark[]>;
  /** @param key how they were measured: silences under another key are replaced */
  abstract saveSilences(episodeId: string, key: string, silences: readonly TimeSpan[]): Promise<void>;
  /** Undefined when they were not measured in this way. */
  abstract findSilences(episodeId: string, key: string): Promise<TimeSpan[] | undefined>;
}
