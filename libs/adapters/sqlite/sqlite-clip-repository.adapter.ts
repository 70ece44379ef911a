import type { Clip } from '#domain/clips/clip.js';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';
import { appendEvents } from './sqlite-event-log.adapter.js';

export class SqliteClipRepository extends ClipRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(clip: Clip, events: readonly DomainEvent[] = []): Promise<void> {
    await this.database.write(() => {
      requireEpisode(this.database, clip.episodeId);
      this.database.run(
        `INSERT INTO clips (id, episode_id, start_frame, end_frame, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET episode_id = excluded.episode_id, start_frame = excluded.start_frame,
           end_frame = excluded.end_frame, body = excluded.body`,
        clip.id,
        clip.episodeId,
        clip.start.frame,
        clip.end.frame,
        JSON.stringify(clip),
      );
      appendEvents(this.database, events);
    });
  }

  async find(id: string): Promise<Clip | undefined> {
    const row = await this.database.read(() =>
      this.database.row<{ body: string }>('SELECT body FROM clips WHERE id = ?', id),
    );
    return row && (JSON.parse(row.body) as Clip);
  }

  async list(episodeId: string): Promise<Clip[]> {
    const rows = await this.database.read(() =>
      this.database.rows<{ body: string }>(
        'SELECT body FROM clips WHERE episode_id = ? ORDER BY start_frame, end_frame, id',
        episodeId,
      ),
    );
    return rows.map((row) => JSON.parse(row.body) as Clip);
  }

  async findByCut(cutKey: string): Promise<Clip | undefined> {
    const row = await this.database.read(() =>
      this.database.row<{ body: string }>(
        "SELECT body FROM clips WHERE json_extract(body, '$.cutKey') = ? ORDER BY rowid LIMIT 1",
        cutKey,
      ),
    );
    return row && (JSON.parse(row.body) as Clip);
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const row = await this.database.read(() =>
      this.database.row("SELECT 1 FROM clips WHERE json_extract(body, '$.mediaId') = ? LIMIT 1", mediaId),
    );
    return row !== undefined;
  }

  async delete(id: string): Promise<boolean> {
    return this.database.write(() => this.database.run('DELETE FROM clips WHERE id = ?', id) > 0);
  }
}
