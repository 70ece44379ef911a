import type { DomainEvent } from '#domain/episode/domain-event.js';
import { type Page, pageOf, type PageRequest, placeAfter } from '#domain/paging/page.js';
import type { Episode } from '#domain/episode/episode.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { SqliteSession } from './sqlite-database.js';
import { appendEvents } from './sqlite-event-log.adapter.js';

interface EpisodeRow {
  readonly body: string;
}

interface ListedRow extends EpisodeRow {
  readonly createdAt: string;
  readonly sequence: number;
}

export class SqliteEpisodeRepository extends EpisodeRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(episode: Episode, events: readonly DomainEvent[] = []): Promise<void> {
    await this.database.write(() => {
      // An update in place: REPLACE would delete the row first, and its scans and timelines with it.
      this.database.run(
        `INSERT INTO episodes (id, created_at, body) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, body = excluded.body`,
        episode.id,
        episode.createdAt,
        JSON.stringify(episode),
      );
      appendEvents(this.database, events);
    });
  }

  async find(id: string): Promise<Episode | undefined> {
    const row = await this.database.read(() =>
      this.database.row<EpisodeRow>('SELECT body FROM episodes WHERE id = ?', id),
    );
    return row && fromRow(row);
  }

  async listPage(page: PageRequest): Promise<Page<Episode>> {
    const after = placeAfter(page);
    const rows = await this.database.read(() =>
      this.database.rows<ListedRow>(
        `SELECT body, sequence, created_at AS createdAt FROM episodes ${after ? 'WHERE (created_at, sequence) < (?2, ?3)' : ''}
         ORDER BY created_at DESC, sequence DESC LIMIT ?1`,
        page.limit + 1,
        ...(after ? [after.createdAt, after.sequence] : []),
      ),
    );
    return pageOf(rows, page, (row) => row, fromRow);
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const row = await this.database.read(() =>
      this.database.row(
        "SELECT 1 FROM episodes WHERE json_extract(body, '$.source.mediaId') = ? LIMIT 1",
        mediaId,
      ),
    );
    return row !== undefined;
  }

  async delete(id: string, events: readonly DomainEvent[] = []): Promise<boolean> {
    return this.database.write(() => {
      this.database.run(
        'DELETE FROM exports WHERE id IN (SELECT export_id FROM export_episodes WHERE episode_id = ?)',
        id,
      );
      const wasThere = this.database.run('DELETE FROM episodes WHERE id = ?', id) > 0;
      if (wasThere) appendEvents(this.database, events);
      return wasThere;
    });
  }
}

function fromRow(row: EpisodeRow): Episode {
  const episode = JSON.parse(row.body) as Episode;
  if (episode.facts === null) return episode;
  // JSON drops a key whose value is undefined; the type has it.
  return { ...episode, facts: { ...episode.facts, durationSeconds: episode.facts.durationSeconds } };
}
