import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Work, WorkKind, WorkOf } from '#domain/works/work.js';
import { WorkRepository } from '#ports/work-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';
import { appendEvents } from './sqlite-event-log.adapter.js';

export class SqliteWorkRepository extends WorkRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(work: Work, events: readonly DomainEvent[] = []): Promise<void> {
    await this.database.write(() => {
      requireEpisode(this.database, work.episodeId);
      this.database.run(
        `INSERT INTO works (id, episode_id, kind, media_id, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET episode_id = excluded.episode_id, kind = excluded.kind,
           media_id = excluded.media_id, body = excluded.body`,
        work.id,
        work.episodeId,
        work.kind,
        work.mediaId,
        JSON.stringify(work),
      );
      appendEvents(this.database, events);
    });
  }

  async find<Kind extends WorkKind>(kind: Kind, id: string): Promise<WorkOf<Kind> | undefined> {
    const [found] = await this.select('id = ? AND kind = ?', id, kind);
    return found as WorkOf<Kind> | undefined;
  }

  async list<Kind extends WorkKind>(kind: Kind, episodeId: string): Promise<WorkOf<Kind>[]> {
    return (await this.select('episode_id = ? AND kind = ?', episodeId, kind)) as WorkOf<Kind>[];
  }

  async listAll(episodeId: string): Promise<Work[]> {
    return this.select('episode_id = ?', episodeId);
  }

  async delete(id: string): Promise<boolean> {
    return this.database.write(() => this.database.run('DELETE FROM works WHERE id = ?', id) > 0);
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    return (await this.select('media_id = ?', mediaId)).length > 0;
  }

  private async select(condition: string, ...values: string[]): Promise<Work[]> {
    const rows = await this.database.read(() =>
      this.database.rows<{ body: string }>(
        `SELECT body FROM works WHERE ${condition} ORDER BY sequence`,
        ...values,
      ),
    );
    return rows.map((row) => JSON.parse(row.body) as Work);
  }
}
