import { randomUUID } from 'node:crypto';
import { Binary } from 'mongodb';
import { findBatchFault } from '#domain/episode/find-batch-fault.js';
import type { Scan, ScanBatch } from '#domain/episode/scan.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Timestamp } from '#domain/time/timestamp.js';
import type { Claim } from '#ports/job-table.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import type { ScanDocument } from './documents.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { bytesOf, keepBody, readBody } from './parts.js';
import { isDuplicate } from './translate-mongo-error.js';

type Progress = Pick<ScanDocument, 'episodeId' | 'key' | 'shotCount' | 'nextFrame' | 'completedAs'>;

const NOT_BEGUN = { shotCount: 0, nextFrame: 0, completedAs: null };

type StoredBatch = Pick<ScanBatch, 'shots' | 'tracks' | 'ticks'>;

/** A batch belongs to a scan when the scan names it, which is its last write. */
export class MongoScanRepository extends ScanRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async find(episodeId: string, key: string): Promise<Scan | undefined> {
    const found = await this.database.scans.findOne({ _id: this.idOf(episodeId, key) });
    return found ? this.assemble(found) : undefined;
  }

  async findLatest(episodeId: string): Promise<Scan | undefined> {
    const found = await this.database.scans.findOne(
      { tenant: this.tenant, episodeId, completedAs: { $ne: null } },
      { sort: { completedAs: -1 } },
    );
    return found ? this.assemble(found) : undefined;
  }

  async append(episodeId: string, key: string, batch: ScanBatch): Promise<void> {
    await this.fence.requireEpisode(episodeId);
    const known = await this.database.scans.findOne({ _id: this.idOf(episodeId, key) });
    requireNext({ episodeId, key, ...(known ?? NOT_BEGUN) }, batch);
    const scan = known ?? (await this.begin(episodeId, key, batch.nextTimestamp));
    const { shots, tracks, ticks } = batch;
    const whole = idOf(scan._id, randomUUID());
    if (shots.length > 0)
      await keepBody(this.database, { tenant: this.tenant, episodeId, whole }, { shots, tracks, ticks });
    await this.keepCrops(scan, batch);
    const appended = await this.database.scans.updateOne(
      { _id: scan._id, completedAs: null, shotCount: scan.shotCount, nextFrame: scan.nextFrame },
      {
        $set: {
          shotCount: scan.shotCount + shots.length,
          nextFrame: batch.nextFrame,
          nextTimestamp: JSON.stringify(batch.nextTimestamp),
        },
        ...(shots.length > 0 ? { $push: { batches: whole } } : {}),
      },
    );
    if (appended.matchedCount > 0) return;
    await this.database.parts.deleteMany({ whole });
    throw outOfOrder(scan, 'another process appended meanwhile');
  }

  async complete(
    episodeId: string,
    key: string,
    end: { endTicks: number; warnings: readonly string[] },
  ): Promise<void> {
    await this.fence.require();
    const _id = this.idOf(episodeId, key);
    const { endTicks, warnings } = end;
    const set = { endTicks, warnings: [...warnings] };
    const scan = await this.database.scans.findOneAndUpdate({ _id }, { $set: set });
    if (!scan) throw scanMissing(episodeId, key);
    if (scan.completedAs !== null) return;
    const counted = await this.fence.changeEpisode(episodeId, { $inc: { completedScans: 1 } });
    const completedAs = counted?.completedScans ?? 1;
    await this.database.scans.updateOne({ _id, completedAs: null }, { $set: { completedAs } });
  }

  async findCrop(episodeId: string, trackId: string): Promise<Uint8Array | undefined> {
    const crops = await this.database.crops
      .find({ tenant: this.tenant, episodeId, trackId }, { projection: { scanId: 1 } })
      .toArray();
    if (crops.length === 0) return undefined;
    const scans = await this.database.scans
      .find(
        { _id: { $in: crops.map(({ scanId }) => scanId) } },
        { projection: { completedAs: 1, sequence: 1 } },
      )
      .toArray();
    const [newest] = scans.sort(
      (a, b) => (b.completedAs ?? 0) - (a.completedAs ?? 0) || b.sequence - a.sequence,
    );
    if (!newest) return undefined;
    const crop = await this.database.crops.findOne({ _id: idOf(newest._id, trackId) });
    return crop ? new Uint8Array(bytesOf(crop.jpeg)) : undefined;
  }

  private async begin(episodeId: string, key: string, nextTimestamp: Timestamp): Promise<ScanDocument> {
    const _id = this.idOf(episodeId, key);
    for (;;) {
      const found = await this.database.scans.findOne({ _id });
      if (found) return found;
      const scan: ScanDocument = {
        ...{ _id, tenant: this.tenant, episodeId, key, sequence: await this.database.next('sequence') },
        ...{ shotCount: 0, nextFrame: 0, nextTimestamp: JSON.stringify(nextTimestamp), batches: [] },
        ...{ completedAs: null, endTicks: 0, warnings: [] },
      };
      await this.database.scans.insertOne(scan).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
    }
  }

  private async keepCrops(scan: ScanDocument, { crops }: ScanBatch): Promise<void> {
    for (const { trackId, jpeg } of crops) {
      const _id = idOf(scan._id, trackId);
      const fields = { tenant: this.tenant, episodeId: scan.episodeId, scanId: scan._id, trackId };
      await this.database.crops.replaceOne({ _id }, { ...fields, jpeg: new Binary(jpeg) }, { upsert: true });
    }
  }

  private async assemble(scan: ScanDocument): Promise<Scan> {
    const batches: StoredBatch[] = [];
    for (const whole of scan.batches) {
      const batch = (await readBody(this.database, whole)) as StoredBatch | undefined;
      if (!batch)
        throw new CastlineError('internal', 'SCAN.INCOMPLETE', `a part of the scan ${scan.key} is lost`);
      batches.push(batch);
    }
    return {
      episodeId: scan.episodeId,
      key: scan.key,
      isComplete: scan.completedAs !== null,
      shots: batches.flatMap(({ shots }) => shots),
      tracks: batches.flatMap(({ tracks }) => tracks),
      nextFrame: scan.nextFrame,
      nextTimestamp: JSON.parse(scan.nextTimestamp) as Timestamp,
      ticks: batches.flatMap(({ ticks }) => ticks),
      endTicks: scan.endTicks,
      warnings: scan.warnings,
    };
  }

  private idOf(episodeId: string, key: string): string {
    return idOf(this.tenant, episodeId, key);
  }
}

function requireNext(scan: Progress, batch: ScanBatch): void {
  const { episodeId, key } = scan;
  if (scan.completedAs !== null) {
    const message = `the scan ${key} is complete; nothing can be added`;
    throw new CastlineError('conflict', 'SCAN.COMPLETE', message, { episodeId, key });
  }
  const fault = findBatchFault(scan, batch);
  if (fault !== undefined) throw outOfOrder(scan, fault);
}

function outOfOrder({ episodeId, key }: Progress, fault: string): CastlineError {
  const message = `the batch does not follow what is saved of the scan: ${fault}; read the scan again and go on from there`;
  return new CastlineError('conflict', 'SCAN.OUT_OF_ORDER', message, { episodeId, key });
}

function scanMissing(episodeId: string, key: string): CastlineError {
  const message = `no scan ${key} of episode ${episodeId} was begun`;
  return new CastlineError('not-found', 'SCAN.MISSING', message, { episodeId, key });
}
