import type { Filter } from 'mongodb';
import type { Mark } from '#domain/episode/mark.js';
import type { PlacedEpisode, Placement } from '#domain/episode/placement.js';
import type { TimeSpan } from '#domain/time/time-span.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import type { Claim } from '#ports/job-table.port.js';
import type { EpisodeDocument } from './documents.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';

type NoteKind = 'placement' | 'marks' | 'silences';

interface MeasuredSilences {
  readonly key: string;
  readonly silences: TimeSpan[];
}

/** Notes lie in their episode's document. */
export class MongoEpisodeNotesRepository extends EpisodeNotesRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async savePlacement(episodeId: string, placement: Placement | null): Promise<void> {
    await this.save(episodeId, 'placement', placement, { series: placement?.series ?? null });
  }

  async findPlacement(episodeId: string): Promise<Placement | undefined> {
    return this.find<Placement>(episodeId, 'placement');
  }

  async findPlacements(episodeIds: readonly string[]): Promise<ReadonlyMap<string, Placement>> {
    const ids = episodeIds.map((id) => idOf(this.tenant, id));
    const placed = await this.placed({ _id: { $in: ids }, series: { $gt: '' } });
    return new Map(placed.map(({ episodeId, placement }) => [episodeId, placement]));
  }

  async listPlacements(series?: string): Promise<PlacedEpisode[]> {
    return this.placed({ series: series ?? { $gt: '' } });
  }

  async saveMarks(episodeId: string, marks: readonly Mark[]): Promise<void> {
    await this.save(episodeId, 'marks', marks);
  }

  async findMarks(episodeId: string): Promise<Mark[]> {
    return (await this.find<Mark[]>(episodeId, 'marks')) ?? [];
  }

  async saveSilences(episodeId: string, key: string, silences: readonly TimeSpan[]): Promise<void> {
    await this.save(episodeId, 'silences', { key, silences });
  }

  async findSilences(episodeId: string, key: string): Promise<TimeSpan[] | undefined> {
    const measured = await this.find<MeasuredSilences>(episodeId, 'silences');
    return measured?.key === key ? measured.silences : undefined;
  }

  private async placed(filter: Filter<EpisodeDocument>): Promise<PlacedEpisode[]> {
    const found = await this.database.episodes
      .find({ tenant: this.tenant, isGone: false, ...filter }, { projection: { id: 1, notes: 1 } })
      .toArray();
    return found.flatMap(({ id, notes }) => {
      const body = notes?.['placement'];
      return body ? [{ episodeId: id, placement: JSON.parse(body) as Placement }] : [];
    });
  }

  private async save(
    episodeId: string,
    kind: NoteKind,
    note: object | null,
    beside: { series?: string | null } = {},
  ): Promise<void> {
    const body = note === null ? null : JSON.stringify(note);
    await this.fence.changeEpisode(episodeId, { $set: { [`notes.${kind}`]: body, ...beside } });
  }

  private async find<Note>(episodeId: string, kind: NoteKind): Promise<Note | undefined> {
    const found = await this.database.episodes.findOne(
      { _id: idOf(this.tenant, episodeId), isGone: false },
      { projection: { notes: 1 } },
    );
    const body = found?.notes?.[kind];
    return body ? (JSON.parse(body) as Note) : undefined;
  }
}
