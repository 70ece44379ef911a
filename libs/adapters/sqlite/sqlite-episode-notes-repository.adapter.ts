import type { Mark } from '#domain/episode/mark.js';
import type { PlacedEpisode, Placement } from '#domain/episode/placement.js';
import type { TimeSpan } from '#domain/time/time-span.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';

type NoteKind = 'placement' | 'marks' | 'silences';

interface PlacementRow {
  readonly episode_id: string;
  readonly body: string;
}

interface MeasuredSilences {
  readonly key: string;
  readonly silences: TimeSpan[];
}

/** One row for every kind of note: a note is replaced as a whole. */
export class SqliteEpisodeNotesRepository extends EpisodeNotesRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async savePlacement(episodeId: string, placement: Placement | null): Promise<void> {
    await this.save(episodeId, 'placement', placement);
  }

  async findPlacement(episodeId: string): Promise<Placement | undefined> {
    return this.find<Placement>(episodeId, 'placement');
  }

  async findPlacements(episodeIds: readonly string[]): Promise<ReadonlyMap<string, Placement>> {
    const rows = await this.database.read(() =>
      this.database.rows<PlacementRow>(
        `SELECT episode_id, body FROM episode_notes
         WHERE kind = 'placement' AND episode_id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(episodeIds),
      ),
    );
    return new Map(rows.map((row) => [row.episode_id, JSON.parse(row.body) as Placement]));
  }

  async listPlacements(series?: string): Promise<PlacedEpisode[]> {
    const rows = await this.database.read(() =>
      this.database.rows<PlacementRow>(
        `SELECT episode_id, body FROM episode_notes
         WHERE kind = 'placement' AND (?1 IS NULL OR json_extract(body, '$.series') = ?1)`,
        series ?? null,
      ),
    );
    return rows.map((row) => ({
      episodeId: row.episode_id,
      placement: JSON.parse(row.body) as Placement,
    }));
  }

  async saveMarks(episodeId: string, marks: readonly Mark[]): Promise<void> {
    await this.save(episodeId, 'marks', { marks });
  }

  async findMarks(episodeId: string): Promise<Mark[]> {
    return (await this.find<{ marks: Mark[] }>(episodeId, 'marks'))?.marks ?? [];
  }

  async saveSilences(episodeId: string, key: string, silences: readonly TimeSpan[]): Promise<void> {
    await this.save(episodeId, 'silences', { key, silences });
  }

  async findSilences(episodeId: string, key: string): Promise<TimeSpan[] | undefined> {
    const measured = await this.find<MeasuredSilences>(episodeId, 'silences');
    return measured?.key === key ? measured.silences : undefined;
  }

  private async save(episodeId: string, kind: NoteKind, note: object | null): Promise<void> {
    await this.database.write(() => {
      requireEpisode(this.database, episodeId);
      if (note === null)
        this.database.run('DELETE FROM episode_notes WHERE episode_id = ? AND kind = ?', episodeId, kind);
      else
        this.database.run(
          `INSERT INTO episode_notes (episode_id, kind, body) VALUES (?, ?, ?)
           ON CONFLICT (episode_id, kind) DO UPDATE SET body = excluded.body`,
          episodeId,
          kind,
          JSON.stringify(note),
        );
    });
  }

  private async find<Note>(episodeId: string, kind: NoteKind): Promise<Note | undefined> {
    const row = await this.database.read(() =>
      this.database.row<{ body: string }>(
        'SELECT body FROM episode_notes WHERE episode_id = ? AND kind = ?',
        episodeId,
        kind,
      ),
    );
    return row && (JSON.parse(row.body) as Note);
  }
}
