import type { StoredExport } from '#domain/interchange/stored-export.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';

interface ExportRow {
  readonly body: string;
}

export class SqliteExportRepository extends ExportRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(stored: StoredExport): Promise<void> {
    await this.database.write(() => {
      for (const episodeId of stored.episodeIds) requireEpisode(this.database, episodeId);
      this.database.run(
        `INSERT INTO exports (id, created_at, body) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, body = excluded.body`,
        stored.id,
        stored.createdAt,
        JSON.stringify(stored),
      );
      this.database.run('DELETE FROM export_episodes WHERE export_id = ?', stored.id);
      for (const episodeId of new Set(stored.episodeIds))
        this.database.run(
          'INSERT INTO export_episodes (export_id, episode_id) VALUES (?, ?)',
          stored.id,
          episodeId,
        );
    });
  }

  async find(id: string): Promise<StoredExport | undefined> {
    const row = await this.database.read(() =>
      this.database.row<ExportRow>('SELECT body FROM exports WHERE id = ?', id),
    );
    return row && (JSON.parse(row.body) as StoredExport);
  }

  async list(episodeId?: string): Promise<StoredExport[]> {
    const rows = await this.database.read(() =>
      this.database.rows<ExportRow>(
        `SELECT body FROM exports
         WHERE ?1 IS NULL OR id IN (SELECT export_id FROM export_episodes WHERE episode_id = ?1)
         ORDER BY created_at DESC, sequence DESC`,
        episodeId ?? null,
      ),
    );
    return rows.map(({ body }) => JSON.parse(body) as StoredExport);
  }

  async delete(id: string): Promise<boolean> {
    return this.database.write(() => this.database.run('DELETE FROM exports WHERE id = ?', id) > 0);
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const row = await this.database.read(() =>
      this.database.row("SELECT 1 FROM exports WHERE json_extract(body, '$.mediaId') = ? LIMIT 1", mediaId),
    );
    return row !== undefined;
  }
}
