import { randomUUID } from 'node:crypto';
import type { Job, JobKind, JobProgress, JobState } from '#domain/episode/job.js';
import { type ListPlace, type Page, pageOf, type PageRequest, placeAfter } from '#domain/paging/page.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import {
  type Claim,
  type JobFilter,
  type JobRequest,
  JobTable,
  type Lease,
  type QueueDepth,
  type RunningJob,
} from '#ports/job-table.port.js';
import type { SqliteSession, SqlValue } from './sqlite-database.js';

interface JobRow extends RunningJob {
  readonly sequence: number;
  readonly kind: JobKind;
  readonly key: string;
  readonly tenant: string;
  readonly episode_id: string;
  readonly payload: string;
  readonly state: JobState;
  readonly progress: string | null;
  readonly failure: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** ?1 kind, ?2 now, ?3 the latest that a waiting time may honestly end: beyond it, the clock was set back meanwhile. */
const IS_DUE = "state = 'queued' AND kind = ?1 AND (available_at <= ?2 OR available_at > ?3)";

/** ?1 episode, ?2 state, ?3 tenant, ?4 kind, each null where any will do. */
const FITS =
  '(?1 IS NULL OR episode_id = ?1) AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR tenant = ?3) AND (?4 IS NULL OR kind = ?4)';

/** The tenant that was served longest ago first, and of its jobs the oldest. */
const TURN =
  '(SELECT max(served.claimed) FROM jobs AS served WHERE served.kind = ?1 AND served.tenant = jobs.tenant), sequence';

/** Ended jobs older than this many later ones are forgotten. */
const HISTORY = 10_000;

/** Jobs as rows beside the catalogue. */
export class SqliteJobTable extends JobTable {
  /** @param wallClock milliseconds since 1970, for retries and the times in the records; leases do not depend on it */
  constructor(
    private readonly database: SqliteSession,
    private readonly wallClock: () => number = Date.now,
  ) {
    super();
  }

  async enqueue(request: JobRequest): Promise<{ job: Job; isNew: boolean }> {
    const { tenant = DEFAULT_TENANT } = request;
    return this.database.write(() => {
      const [added] = this.database.rows<JobRow>(
        `INSERT INTO jobs (id, kind, key, episode_id, payload, state, available_at, created_at, updated_at, tenant)
         VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?7, ?7, ?8)
         ON CONFLICT (tenant, key) WHERE state IN ('queued', 'running') DO NOTHING RETURNING *`,
        randomUUID(),
        request.kind,
        request.key,
        request.episodeId,
        JSON.stringify(request.payload),
        this.wallClock(),
        this.now(),
        tenant,
      );
      if (added) this.forgetOld();
      const row = added ?? this.activeWithKey(tenant, request.key);
      if (!row) throw new Error(`the job ${request.key} was neither stored nor found`);
      return { job: toJob(row), isNew: added !== undefined };
    });
  }

  async claim(
    kind: JobKind,
    owner: string,
    longestWaitMs: number,
    id?: string,
  ): Promise<{ job: Job; claim: Claim } | undefined> {
    const now = this.wallClock();
    const row = await this.change(
      `UPDATE jobs SET state = 'running', attempts = attempts + 1, token = token + 1, beat = 0, owner = ?4, updated_at = ?5,
         claimed = (SELECT max(claimed) + 1 FROM jobs)
       WHERE sequence = (SELECT sequence FROM jobs WHERE ${IS_DUE} AND (?6 IS NULL OR id = ?6) ORDER BY ${TURN} LIMIT 1)
       RETURNING *`,
      [kind, now, now + longestWaitMs, owner, this.now(), id ?? null],
    );
    return row && { job: toJob(row), claim: { id: row.id, token: row.token } };
  }

  /** A look without a lock: is anything due, and who works on what? */
  async survey(kind: JobKind, longestWaitMs: number): Promise<{ hasDue: boolean; running: RunningJob[] }> {
    const now = this.wallClock();
    return this.database.read(() => ({
      hasDue:
        this.database.row(`SELECT 1 FROM jobs WHERE ${IS_DUE} LIMIT 1`, kind, now, now + longestWaitMs) !==
        undefined,
      running: this.database.rows<RunningJob>(
        "SELECT id, token, beat, owner, attempts FROM jobs WHERE state = 'running' AND kind = ?",
        kind,
      ),
    }));
  }

  async renew(claims: readonly Claim[]): Promise<void> {
    await this.database.write(() => {
      for (const { id, token } of claims) {
        this.database.run(
          "UPDATE jobs SET beat = beat + 1 WHERE id = ? AND token = ? AND state = 'running'",
          id,
          token,
        );
      }
    });
  }

  async saveProgress(claim: Claim, progress: JobProgress): Promise<Job | undefined> {
    return this.changeClaimed(claim, 'progress = ?4, beat = beat + 1', JSON.stringify(progress));
  }

  async finish(claim: Claim): Promise<Job | undefined> {
    return this.changeClaimed(claim, "state = 'done', owner = NULL");
  }

  async fail(claim: Claim, failure: { code: string; message: string }): Promise<Job | undefined> {
    return this.changeClaimed(claim, "state = 'failed', owner = NULL, failure = ?4", JSON.stringify(failure));
  }

  async retryLater(claim: Claim, afterMs: number): Promise<Job | undefined> {
    return this.changeClaimed(
      claim,
      "state = 'queued', owner = NULL, available_at = ?4",
      this.wallClock() + afterMs,
    );
  }

  /** Gives the job up without counting the attempt. */
  async putBack(claim: Claim): Promise<Job | undefined> {
    return this.changeClaimed(
      claim,
      "state = 'queued', owner = NULL, attempts = attempts - 1, available_at = ?4",
      this.wallClock(),
    );
  }

  /** Takes the job from a worker that fell silent after this very beat: back to the queue, or failed. */
  async takeFromLost(
    { id, token, beat }: Lease,
    failure: { code: string; message: string } | null,
  ): Promise<Job | undefined> {
    const row = await this.change(
      `UPDATE jobs SET state = iif(?1 IS NULL, 'queued', 'failed'), failure = ?1, owner = NULL, updated_at = ?2, available_at = ?3
       WHERE id = ?4 AND token = ?5 AND beat = ?6 AND state = 'running' RETURNING *`,
      [failure && JSON.stringify(failure), this.now(), this.wallClock(), id, token, beat],
    );
    return row && toJob(row);
  }

  async cancel(id: string): Promise<Job | undefined> {
    const row = await this.change(
      `UPDATE jobs SET state = 'cancelled', owner = NULL, updated_at = ?
       WHERE id = ? AND state IN ('queued', 'running') RETURNING *`,
      [this.now(), id],
    );
    return row && toJob(row);
  }

  async find(id: string): Promise<Job | undefined> {
    const row = await this.database.read(() =>
      this.database.row<JobRow>('SELECT * FROM jobs WHERE id = ?', id),
    );
    return row && toJob(row);
  }

  async depths(): Promise<QueueDepth[]> {
    return this.database.read(() =>
      this.database.rows<QueueDepth>(
        `SELECT kind, state, count(*) AS jobs, min(created_at) AS oldest FROM jobs
         WHERE state IN ('queued', 'running') GROUP BY kind, state`,
      ),
    );
  }

  async list(filter: JobFilter): Promise<Job[]> {
    const rows = await this.database.read(() =>
      this.database.rows<JobRow>(
        `SELECT * FROM jobs WHERE ${FITS} ORDER BY sequence DESC`,
        ...valuesOf(filter),
      ),
    );
    return rows.map(toJob);
  }

  async listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
    const before = placeAfter(page)?.sequence ?? Number.MAX_SAFE_INTEGER;
    const rows = await this.database.read(() =>
      this.database.rows<JobRow>(
        `SELECT * FROM jobs WHERE ${FITS} AND sequence < ?5 ORDER BY sequence DESC LIMIT ?6`,
        ...valuesOf(filter),
        before,
        page.limit + 1,
      ),
    );
    return pageOf(rows, page, placeOf, toJob);
  }

  /** `assignments` may use ?4; refused unless the claim still holds. */
  private async changeClaimed(
    claim: Claim,
    assignments: string,
    value: SqlValue = null,
  ): Promise<Job | undefined> {
    const row = await this.change(
      `UPDATE jobs SET updated_at = ?1, ${assignments} WHERE id = ?2 AND token = ?3 AND state = 'running' RETURNING *`,
      [this.now(), claim.id, claim.token, ...(assignments.includes('?4') ? [value] : [])],
    );
    return row && toJob(row);
  }

  private async change(sql: string, values: readonly SqlValue[]): Promise<JobRow | undefined> {
    return this.database.write(() => this.database.row<JobRow>(sql, ...values));
  }

  private activeWithKey(tenant: string, key: string): JobRow | undefined {
    return this.database.row<JobRow>(
      "SELECT * FROM jobs WHERE tenant = ? AND key = ? AND state IN ('queued', 'running')",
      tenant,
      key,
    );
  }

  private forgetOld(): void {
    this.database.run(
      `DELETE FROM jobs WHERE sequence <= (SELECT max(sequence) FROM jobs) - ${HISTORY}
       AND state IN ('done', 'failed', 'cancelled')`,
    );
  }

  private now(): string {
    return new Date(this.wallClock()).toISOString();
  }
}

function valuesOf({ episodeId, state, tenant, kind }: JobFilter): (string | null)[] {
  return [episodeId ?? null, state ?? null, tenant ?? null, kind ?? null];
}

function placeOf({ sequence, created_at: createdAt }: JobRow): ListPlace {
  return { sequence, createdAt };
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    tenant: row.tenant,
    key: row.key,
    episodeId: row.episode_id,
    payload: JSON.parse(row.payload) as Job['payload'],
    state: row.state,
    attempts: row.attempts,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as JobProgress),
    failure: row.failure === null ? null : (JSON.parse(row.failure) as NonNullable<Job['failure']>),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
