import { randomUUID } from 'node:crypto';
import type { Filter, UpdateFilter } from 'mongodb';
import { type Job, JOB_KINDS, type JobKind, type JobProgress } from '#domain/episode/job.js';
import { type Page, pageOf, type PageRequest, placeAfter } from '#domain/paging/page.js';
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
import type { JobDocument } from './documents.js';
import { liftFence, stampFence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

/** Ended jobs older than this many later ones are forgotten. */
const HISTORY = 10_000;
const FORGET_EVERY = 100;

const ACTIVE = ['queued', 'running'] as const;

/**
 * Jobs as documents. Each change is one write, of a document that is still as the change expects it. A claim also marks
 * the episode's document, and whoever ends it takes the mark away: the mark is what writes on the job's behalf look for.
 */
export class MongoJobTable extends JobTable {
  /** @param wallClock milliseconds since 1970, for retries and the times in the records; leases do not depend on it */
  constructor(
    private readonly database: MongoDatabase,
    private readonly wallClock: () => number = Date.now,
  ) {
    super();
  }

  async enqueue(request: JobRequest): Promise<{ job: Job; isNew: boolean }> {
    const { tenant = DEFAULT_TENANT, kind, key, episodeId } = request;
    const activeKey = idOf(tenant, key);
    for (;;) {
      const known = await this.database.jobs.findOne({ activeKey });
      if (known) return { job: toJob(known), isNew: false };
      const sequence = await this.database.next('sequence');
      const document: JobDocument = {
        ...{ _id: randomUUID(), tenant, sequence, kind, key, activeKey, episodeId },
        ...{ payload: JSON.stringify(request.payload), state: 'queued', attempts: 0, token: 0, beat: 0 },
        ...{ owner: null, availableAt: this.wallClock(), progress: null, failure: null },
        ...{ createdAt: this.now(), updatedAt: this.now() },
      };
      try {
        await this.database.jobs.insertOne(document);
      } catch (error) {
        if (isDuplicate(error)) continue; // somebody asked for the same at the same moment
        throw error;
      }
      if (sequence % FORGET_EVERY === 0) await this.forgetOld(sequence);
      return { job: toJob(document), isNew: true };
    }
  }

  async claim(
    kind: JobKind,
    owner: string,
    longestWaitMs: number,
    id?: string,
  ): Promise<{ job: Job; claim: Claim } | undefined> {
    const isDue = this.isDue(kind, longestWaitMs);
    if (id !== undefined) return this.take({ ...isDue, _id: id }, owner);
    for (const tenant of await this.tenantsInTurn(kind, isDue)) {
      for (;;) {
        const oldest = await this.database.jobs.findOne({ ...isDue, tenant }, { sort: { sequence: 1 } });
        if (!oldest) break;
        const taken = await this.take({ ...isDue, _id: oldest._id, token: oldest.token }, owner);
        if (taken) return taken;
      }
    }
    return undefined;
  }

  async survey(kind: JobKind, longestWaitMs: number): Promise<{ hasDue: boolean; running: RunningJob[] }> {
    const due = await this.database.jobs.findOne(this.isDue(kind, longestWaitMs), { projection: { _id: 1 } });
    const running = await this.database.jobs
      .find({ state: 'running', kind }, { projection: { token: 1, beat: 1, owner: 1, attempts: 1 } })
      .toArray();
    return {
      hasDue: due !== null,
      running: running.map(({ _id, token, beat, owner, attempts }) => ({
        id: _id,
        token,
        beat,
        owner,
        attempts,
      })),
    };
  }

  async renew(claims: readonly Claim[]): Promise<void> {
    for (const claim of claims) await this.database.jobs.updateOne(held(claim), { $inc: { beat: 1 } });
  }

  async saveProgress(claim: Claim, progress: JobProgress): Promise<Job | undefined> {
    const change = { $set: { progress: JSON.stringify(progress), updatedAt: this.now() }, $inc: { beat: 1 } };
    const changed = await this.database.jobs.findOneAndUpdate(held(claim), change, {
      returnDocument: 'after',
    });
    return changed ? toJob(changed) : undefined;
  }

  async finish(claim: Claim): Promise<Job | undefined> {
    return this.end(held(claim), 'done', claim.id);
  }

  async fail(claim: Claim, failure: { code: string; message: string }): Promise<Job | undefined> {
    return this.end(held(claim), 'failed', claim.id, { failure: JSON.stringify(failure) });
  }

  async retryLater(claim: Claim, afterMs: number): Promise<Job | undefined> {
    return this.release(held(claim), { $set: this.queuedAgain(afterMs) });
  }

  /** Gives the job up without counting the attempt. */
  async putBack(claim: Claim): Promise<Job | undefined> {
    return this.release(held(claim), { $set: this.queuedAgain(0), $inc: { attempts: -1 } });
  }

  /** Takes the job from a worker that fell silent after this very beat: back to the queue, or failed. */
  async takeFromLost(
    lease: Lease,
    failure: { code: string; message: string } | null,
  ): Promise<Job | undefined> {
    const silent = { ...held(lease), beat: lease.beat };
    if (failure) return this.end(silent, 'failed', lease.id, { failure: JSON.stringify(failure) });
    return this.release(silent, { $set: this.queuedAgain(0) });
  }

  async cancel(id: string): Promise<Job | undefined> {
    return this.end({ _id: id, state: { $in: [...ACTIVE] } }, 'cancelled', id);
  }

  async find(id: string): Promise<Job | undefined> {
    const found = await this.database.jobs.findOne({ _id: id });
    return found ? toJob(found) : undefined;
  }

  async depths(): Promise<QueueDepth[]> {
    const depths: QueueDepth[] = [];
    for (const kind of JOB_KINDS) {
      for (const state of ACTIVE) {
        const jobs = await this.database.jobs.countDocuments({ state, kind });
        const oldest = jobs && (await this.database.jobs.findOne({ state, kind }, { sort: { sequence: 1 } }));
        if (oldest) depths.push({ kind, state, jobs, oldest: oldest.createdAt });
      }
    }
    return depths;
  }

  async list(filter: JobFilter): Promise<Job[]> {
    return (await this.database.jobs.find(fits(filter)).sort({ sequence: -1 }).toArray()).map(toJob);
  }

  async listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
    const place = placeAfter(page);
    const older = place ? { sequence: { $lt: place.sequence } } : {};
    const found = await this.database.jobs
      .find({ ...fits(filter), ...older })
      .sort({ sequence: -1 })
      .limit(page.limit + 1)
      .toArray();
    return pageOf(found, page, (document) => document, toJob);
  }

  /** The latest that a waiting time may honestly end is `longestWaitMs` from now: beyond it, the clock was set back. */
  private isDue(kind: JobKind, longestWaitMs: number): Filter<JobDocument> {
    const now = this.wallClock();
    const due = [{ availableAt: { $lte: now } }, { availableAt: { $gt: now + longestWaitMs } }];
    return { state: 'queued', kind, $or: due };
  }

  /** Those with due jobs, the one that was served longest ago first. */
  private async tenantsInTurn(kind: JobKind, isDue: Filter<JobDocument>): Promise<string[]> {
    const waiting: string[] = await this.database.jobs.distinct('tenant', isDue);
    if (waiting.length < 2) return waiting;
    const turns = await this.database.turns.find({ kind, tenant: { $in: waiting } }).toArray();
    const served = new Map(turns.map((turn) => [turn.tenant, turn.served]));
    return waiting.sort((a, b) => (served.get(a) ?? 0) - (served.get(b) ?? 0) || (a < b ? -1 : 1));
  }

  private async take(
    waiting: Filter<JobDocument>,
    owner: string,
  ): Promise<{ job: Job; claim: Claim } | undefined> {
    const taken = await this.database.jobs.findOneAndUpdate(
      waiting,
      { $set: { state: 'running', beat: 0, owner, updatedAt: this.now() }, $inc: { attempts: 1, token: 1 } },
      { returnDocument: 'after' },
    );
    if (!taken) return undefined;
    const claim = { id: taken._id, token: taken.token };
    const { kind, tenant } = taken;
    const served = await this.database.next('turn');
    await this.database.turns.updateOne(
      { _id: idOf(kind, tenant) },
      { $set: { kind, tenant, served } },
      { upsert: true },
    );
    const episode = idOf(tenant, taken.episodeId);
    await stampFence(this.database, episode, claim);
    // paused before the mark, it may have lost the job meanwhile: then it must not leave one
    if (await this.database.jobs.findOne(held(claim), { projection: { _id: 1 } }))
      return { job: toJob(taken), claim };
    await liftFence(this.database, episode, claim);
    return undefined;
  }

  private end(
    filter: Filter<JobDocument>,
    state: 'done' | 'failed' | 'cancelled',
    id: string,
    more: { failure?: string } = {},
  ): Promise<Job | undefined> {
    const set = { state, owner: null, activeKey: id, updatedAt: this.now(), ...more };
    return this.release(filter, { $set: set });
  }

  private async release(
    filter: Filter<JobDocument>,
    change: UpdateFilter<JobDocument>,
  ): Promise<Job | undefined> {
    const changed = await this.database.jobs.findOneAndUpdate(filter, change, { returnDocument: 'after' });
    if (!changed) return undefined;
    const claim = { id: changed._id, token: changed.token };
    await liftFence(this.database, idOf(changed.tenant, changed.episodeId), claim);
    return toJob(changed);
  }

  private queuedAgain(afterMs: number) {
    return {
      state: 'queued' as const,
      owner: null,
      availableAt: this.wallClock() + afterMs,
      updatedAt: this.now(),
    };
  }

  private async forgetOld(sequence: number): Promise<void> {
    await this.database.jobs.deleteMany({
      state: { $in: ['done', 'failed', 'cancelled'] },
      sequence: { $lte: sequence - HISTORY },
    });
  }

  private now(): string {
    return new Date(this.wallClock()).toISOString();
  }
}

function fits({ episodeId, state, tenant, kind }: JobFilter): Filter<JobDocument> {
  return {
    ...(episodeId === undefined ? {} : { episodeId }),
    ...(state === undefined ? {} : { state }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function held({ id, token }: Claim): Filter<JobDocument> {
  return { _id: id, token, state: 'running' };
}

function toJob(document: JobDocument): Job {
  const { _id, kind, tenant, key, episodeId, state, attempts, createdAt, updatedAt } = document;
  return {
    ...{ id: _id, kind, tenant, key, episodeId, state, attempts, createdAt, updatedAt },
    payload: JSON.parse(document.payload) as Job['payload'],
    progress: document.progress === null ? null : (JSON.parse(document.progress) as JobProgress),
    failure: document.failure === null ? null : (JSON.parse(document.failure) as NonNullable<Job['failure']>),
  };
}
