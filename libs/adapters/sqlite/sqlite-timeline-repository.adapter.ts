import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { type StoredTimeline, TimelineRepository } from '#ports/timeline-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';
import { appendEvents } from './sqlite-event-log.adapter.js';

interface TimelineRow {
  readonly episode_id: string;
  readonly version: number;
  readonly scan_key: string;
  readonly gallery_key: string;
  readonly created_at: string;
  readonly timeline: string;
}

export class SqliteTimelineRepository extends TimelineRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(
    entry: Omit<StoredTimeline, 'version'>,
    announce: (version: number) => readonly DomainEvent[] = () => [],
  ): Promise<number> {
    const timeline = JSON.stringify(entry.timeline);
    return this.database.write(() => {
      requireEpisode(this.database, entry.episodeId);
      const [stored] = this.database.rows<{ version: number }>(
        `INSERT INTO timelines (episode_id, version, scan_key, gallery_key, created_at, timeline)
         SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4, ?5 FROM timelines WHERE episode_id = ?1
         RETURNING version`,
        entry.episodeId,
        entry.scanKey,
        entry.galleryKey,
        entry.createdAt,
        timeline,
      );
      const version = stored?.version ?? 0;
      appendEvents(this.database, announce(version));
      return version;
    });
  }

  async findLatest(episodeId: string): Promise<StoredTimeline | undefined> {
    const row = await this.database.read(() =>
      this.database.row<TimelineRow>(
        'SELECT * FROM timelines WHERE episode_id = ? ORDER BY version DESC LIMIT 1',
        episodeId,
      ),
    );
    return row && fromRow(row);
  }

  async find(episodeId: string, version: number): Promise<StoredTimeline | undefined> {
    const row = await this.database.read(() =>
      this.database.row<TimelineRow>(
        'SELECT * FROM timelines WHERE episode_id = ? AND version = ?',
        episodeId,
        version,
      ),
    );
    return row && fromRow(row);
  }
}

function fromRow(row: TimelineRow): StoredTimeline {
  return {
    episodeId: row.episode_id,
    version: row.version,
    scanKey: row.scan_key,
    galleryKey: row.gallery_key,
    createdAt: row.created_at,
    timeline: JSON.parse(row.timeline) as Timeline,
  };
}
