import type { Scan, ScanBatch } from '#domain/episode/scan.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Shot } from '#domain/shots/shot.js';
import type { Timestamp } from '#domain/time/timestamp.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { findBatchFault } from '#domain/episode/find-batch-fault.js';
import { packNumbers, unpackNumbers } from './float-blob.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';
import { fromTrackRow, toTrackRow, type TrackColumns } from './track-row.js';

interface ScanRow {
  readonly id: number;
  readonly episode_id: string;
  readonly key: string;
  readonly shot_count: number;
  readonly track_count: number;
  readonly next_frame: number;
  readonly next_timestamp: string;
  /** Counts up with every scan that is completed, so that the newest can be told; null while incomplete. */
  readonly completed_as: number | null;
  readonly end_ticks: number;
  readonly warnings: string;
}

export class SqliteScanRepository extends ScanRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async find(episodeId: string, key: string): Promise<Scan | undefined> {
    return this.database.read(() => {
      const row = this.findRow(episodeId, key);
      return row && this.assemble(row);
    });
  }

  async findLatest(episodeId: string): Promise<Scan | undefined> {
    return this.database.read(() => {
      const row = this.database.row<ScanRow>(
        'SELECT * FROM scans WHERE episode_id = ? AND completed_as IS NOT NULL ORDER BY completed_as DESC LIMIT 1',
        episodeId,
      );
      return row && this.assemble(row);
    });
  }

  async append(episodeId: string, key: string, batch: ScanBatch): Promise<void> {
    const tracks = batch.tracks.map(toTrackRow);
    await this.database.write(() => {
      requireEpisode(this.database, episodeId);
      const scan = this.findRow(episodeId, key) ?? this.begin(episodeId, key, batch.nextTimestamp);
      requireNext(scan, batch);
      if (batch.shots.length > 0) {
        this.database.run(
          'INSERT INTO scan_batches (scan_id, first_shot, shots, ticks) VALUES (?, ?, ?, ?)',
          scan.id,
          scan.shot_count,
          JSON.stringify(batch.shots),
          packNumbers(batch.ticks),
        );
      }
      this.insertTracks(scan, tracks);
      for (const crop of batch.crops) {
        this.database.run(
          'INSERT INTO crops (scan_id, track_id, jpeg) VALUES (?, ?, ?)',
          scan.id,
          crop.trackId,
          crop.jpeg,
        );
      }
      this.database.run(
        'UPDATE scans SET shot_count = ?, track_count = ?, next_frame = ?, next_timestamp = ? WHERE id = ?',
        scan.shot_count + batch.shots.length,
        scan.track_count + tracks.length,
        batch.nextFrame,
        JSON.stringify(batch.nextTimestamp),
        scan.id,
      );
    });
  }

  async complete(
    episodeId: string,
    key: string,
    end: { endTicks: number; warnings: readonly string[] },
  ): Promise<void> {
    await this.database.write(() => {
      const completed = this.database.run(
        `UPDATE scans SET end_ticks = ?, warnings = ?,
           completed_as = coalesce(completed_as, (SELECT coalesce(max(completed_as), 0) + 1 FROM scans))
         WHERE episode_id = ? AND key = ?`,
        end.endTicks,
        JSON.stringify(end.warnings),
        episodeId,
        key,
      );
      if (completed === 0) {
        throw new CastlineError(
          'not-found',
          'SCAN.MISSING',
          `no scan ${key} of episode ${episodeId} was begun`,
          {
            episodeId,
            key,
          },
        );
      }
    });
  }

  async findCrop(episodeId: string, trackId: string): Promise<Uint8Array | undefined> {
    const row = await this.database.read(() =>
      this.database.row<{ jpeg: ArrayBuffer }>(
        `SELECT jpeg FROM crops JOIN scans ON scans.id = crops.scan_id WHERE episode_id = ? AND track_id = ?
         ORDER BY completed_as DESC NULLS LAST, scans.id DESC LIMIT 1`,
        episodeId,
        trackId,
      ),
    );
    return row && new Uint8Array(row.jpeg);
  }

  private findRow(episodeId: string, key: string): ScanRow | undefined {
    return this.database.row<ScanRow>('SELECT * FROM scans WHERE episode_id = ? AND key = ?', episodeId, key);
  }

  private begin(episodeId: string, key: string, nextTimestamp: Timestamp): ScanRow {
    const [row] = this.database.rows<ScanRow>(
      `INSERT INTO scans (episode_id, key, shot_count, track_count, next_frame, next_timestamp, end_ticks, warnings)
       VALUES (?, ?, 0, 0, 0, ?, 0, '[]') RETURNING *`,
      episodeId,
      key,
      JSON.stringify(nextTimestamp),
    );
    if (!row) throw new CastlineError('internal', 'CATALOGUE.STATEMENT_FAILED', 'a new scan was not stored');
    return row;
  }

  private insertTracks(scan: ScanRow, tracks: readonly TrackColumns<Uint8Array>[]): void {
    for (const [index, track] of tracks.entries()) {
      this.database.run(
        `INSERT INTO tracks (scan_id, position, track_id, body, dimensions, sightings, embeddings)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        scan.id,
        scan.track_count + index,
        track.track_id,
        track.body,
        track.dimensions,
        track.sightings,
        track.embeddings,
      );
    }
  }

  private assemble(row: ScanRow): Scan {
    const batches = this.database.rows<{ shots: string; ticks: ArrayBuffer }>(
      'SELECT shots, ticks FROM scan_batches WHERE scan_id = ? ORDER BY first_shot',
      row.id,
    );
    const tracks = this.database.rows<TrackColumns<ArrayBuffer>>(
      'SELECT track_id, body, dimensions, sightings, embeddings FROM tracks WHERE scan_id = ? ORDER BY position',
      row.id,
    );
    return {
      episodeId: row.episode_id,
      key: row.key,
      isComplete: row.completed_as !== null,
      shots: batches.flatMap((batch) => JSON.parse(batch.shots) as Shot[]),
      tracks: tracks.map(fromTrackRow),
      nextFrame: row.next_frame,
      nextTimestamp: JSON.parse(row.next_timestamp) as Timestamp,
      ticks: batches.flatMap((batch) => Array.from(unpackNumbers(batch.ticks))),
      endTicks: row.end_ticks,
      warnings: JSON.parse(row.warnings) as string[],
    };
  }
}

function requireNext(scan: ScanRow, batch: ScanBatch): void {
  const facts = { episodeId: scan.episode_id, key: scan.key };
  if (scan.completed_as !== null) {
    throw new CastlineError(
      'conflict',
      'SCAN.COMPLETE',
      `the scan ${scan.key} is complete; nothing can be added`,
      facts,
    );
  }
  const fault = findBatchFault({ shotCount: scan.shot_count, nextFrame: scan.next_frame }, batch);
  if (fault !== undefined) {
    throw new CastlineError(
      'conflict',
      'SCAN.OUT_OF_ORDER',
      `the batch does not follow what is saved of the scan: ${fault}; read the scan again and go on from there`,
      facts,
    );
  }
}
