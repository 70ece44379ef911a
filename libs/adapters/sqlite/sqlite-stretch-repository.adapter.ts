import { deserialize, serialize } from 'node:v8';
import type { ScanBatch } from '#domain/episode/scan.js';
import type { ScannedStretch, StretchEnd, StretchPlan } from '#domain/episode/stretch.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { StretchRepository, type StretchPlace } from '#ports/stretch-repository.port.js';
import { requireEpisode } from './require-episode.js';
import type { SqliteSession } from './sqlite-database.js';

interface PlanRow {
  readonly id: number;
  readonly plan_id: string;
  readonly body: string;
}

/** What is stored here lives for the minutes of a scan, so batches are kept as Node's own exact copies of them. */
export class SqliteStretchRepository extends StretchRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async keepPlan(episodeId: string, scanKey: string, plan: StretchPlan): Promise<StretchPlan> {
    return this.database.write(() => {
      requireEpisode(this.database, episodeId);
      const kept = this.findRow(episodeId, scanKey);
      if (kept) return JSON.parse(kept.body) as StretchPlan;
      this.insert(episodeId, scanKey, plan);
      return plan;
    });
  }

  async findPlan(episodeId: string, scanKey: string): Promise<StretchPlan | undefined> {
    const row = await this.database.read(() => this.findRow(episodeId, scanKey));
    return row && (JSON.parse(row.body) as StretchPlan);
  }

  async replacePlan(episodeId: string, scanKey: string, planId: string, plan: StretchPlan): Promise<void> {
    await this.database.write(() => {
      requireEpisode(this.database, episodeId);
      const { id } = this.requirePlan(episodeId, scanKey, planId);
      this.database.run('DELETE FROM stretch_plans WHERE id = ?', id);
      this.insert(episodeId, scanKey, plan);
    });
  }

  async saveBatch(place: StretchPlace, position: number, batch: ScanBatch): Promise<void> {
    const body = serialize(batch);
    await this.database.write(() => {
      const plan = this.requirePlace(place);
      this.database.run(
        'INSERT INTO stretch_batches (plan, stretch, position, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        plan.id,
        place.stretch,
        position,
        body,
      );
    });
  }

  async finish(place: StretchPlace, end: StretchEnd): Promise<void> {
    await this.database.write(() => {
      const plan = this.requirePlace(place);
      this.database.run(
        'INSERT INTO stretch_ends (plan, stretch, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        plan.id,
        place.stretch,
        JSON.stringify(end),
      );
    });
  }

  async listFinished(episodeId: string, scanKey: string): Promise<ScannedStretch[]> {
    const rows = await this.database.read(() =>
      this.database.rows<{ stretch: number; body: string }>(
        `SELECT stretch, stretch_ends.body FROM stretch_ends JOIN stretch_plans ON stretch_plans.id = plan
         WHERE episode_id = ? AND scan_key = ? ORDER BY stretch`,
        episodeId,
        scanKey,
      ),
    );
    return rows.map(({ stretch, body }) => ({ index: stretch, end: JSON.parse(body) as StretchEnd }));
  }

  async readBatch(place: StretchPlace, position: number): Promise<ScanBatch | undefined> {
    const row = await this.database.read(() =>
      this.database.row<{ body: ArrayBuffer }>(
        `SELECT stretch_batches.body FROM stretch_batches JOIN stretch_plans ON stretch_plans.id = plan
         WHERE episode_id = ? AND scan_key = ? AND plan_id = ? AND stretch = ? AND position = ?`,
        place.episodeId,
        place.scanKey,
        place.planId,
        place.stretch,
        position,
      ),
    );
    return row && (deserialize(new Uint8Array(row.body)) as ScanBatch);
  }

  async clear(episodeId: string, scanKey: string, planId: string): Promise<void> {
    await this.database.write(() => {
      this.database.run(
        'DELETE FROM stretch_plans WHERE episode_id = ? AND scan_key = ? AND plan_id = ?',
        episodeId,
        scanKey,
        planId,
      );
    });
  }

  private findRow(episodeId: string, scanKey: string): PlanRow | undefined {
    return this.database.row<PlanRow>(
      'SELECT id, plan_id, body FROM stretch_plans WHERE episode_id = ? AND scan_key = ?',
      episodeId,
      scanKey,
    );
  }

  private insert(episodeId: string, scanKey: string, plan: StretchPlan): void {
    this.database.run(
      'INSERT INTO stretch_plans (episode_id, scan_key, plan_id, body) VALUES (?, ?, ?, ?)',
      episodeId,
      scanKey,
      plan.id,
      JSON.stringify(plan),
    );
  }

  private requirePlace({ episodeId, scanKey, planId }: StretchPlace): PlanRow {
    requireEpisode(this.database, episodeId);
    return this.requirePlan(episodeId, scanKey, planId);
  }

  private requirePlan(episodeId: string, scanKey: string, planId: string): PlanRow {
    const row = this.findRow(episodeId, scanKey);
    if (row?.plan_id === planId) return row;
    const message = `the episode ${episodeId} is not (or no longer) divided by the plan ${planId}; nothing is kept for it`;
    throw new CastlineError('conflict', 'STRETCH.PLAN_CHANGED', message, { episodeId, scanKey, planId });
  }
}
