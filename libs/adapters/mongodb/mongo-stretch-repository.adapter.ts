import type { ScanBatch } from '#domain/episode/scan.js';
import type { ScannedStretch, StretchEnd, StretchPlan } from '#domain/episode/stretch.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Claim } from '#ports/job-table.port.js';
import { StretchRepository, type StretchPlace } from '#ports/stretch-repository.port.js';
import type { StretchPlanDocument } from './documents.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { keepBody, readBody } from './parts.js';
import { isDuplicate } from './translate-mongo-error.js';

/** Who scanned a stretch under a plan that was replaced meanwhile leaves parts that nobody names: they go with the episode. */
export class MongoStretchRepository extends StretchRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async keepPlan(episodeId: string, scanKey: string, plan: StretchPlan): Promise<StretchPlan> {
    await this.fence.requireEpisode(episodeId);
    const document: StretchPlanDocument = {
      ...{ _id: this.idOf(episodeId, scanKey), tenant: this.tenant, episodeId, scanKey },
      ...planFields(plan),
    };
    for (;;) {
      try {
        await this.database.stretchPlans.insertOne(document);
        return plan;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const kept = await this.findPlan(episodeId, scanKey);
      if (kept) return kept;
    }
  }

  async findPlan(episodeId: string, scanKey: string): Promise<StretchPlan | undefined> {
    const found = await this.database.stretchPlans.findOne({ _id: this.idOf(episodeId, scanKey) });
    return found ? (JSON.parse(found.body) as StretchPlan) : undefined;
  }

  async replacePlan(episodeId: string, scanKey: string, planId: string, plan: StretchPlan): Promise<void> {
    await this.fence.requireEpisode(episodeId);
    const filter = { _id: this.idOf(episodeId, scanKey), planId };
    const replaced = await this.database.stretchPlans.updateOne(filter, { $set: planFields(plan) });
    if (replaced.matchedCount === 0) throw planChanged({ episodeId, scanKey, planId });
    await this.forget(episodeId, scanKey, planId);
  }

  async saveBatch(place: StretchPlace, position: number, batch: ScanBatch): Promise<void> {
    await this.requirePlace(place);
    const { episodeId } = place;
    await keepBody(
      this.database,
      { tenant: this.tenant, episodeId, whole: this.batchId(place, position) },
      batch,
    );
  }

  async finish(place: StretchPlace, end: StretchEnd): Promise<void> {
    await this.requirePlace(place);
    const said = `ends.${place.stretch}`;
    const filter = { _id: this.idOf(place.episodeId, place.scanKey), planId: place.planId };
    await this.database.stretchPlans.updateOne(
      { ...filter, [said]: { $exists: false } },
      { $set: { [said]: JSON.stringify(end) } },
    );
  }

  async listFinished(episodeId: string, scanKey: string): Promise<ScannedStretch[]> {
    const found = await this.database.stretchPlans.findOne({ _id: this.idOf(episodeId, scanKey) });
    return Object.entries(found?.ends ?? {})
      .map(([index, end]) => ({ index: Number(index), end: JSON.parse(end) as StretchEnd }))
      .sort((a, b) => a.index - b.index);
  }

  async readBatch(place: StretchPlace, position: number): Promise<ScanBatch | undefined> {
    const plan = await this.findPlan(place.episodeId, place.scanKey);
    if (plan?.id !== place.planId) return undefined;
    return (await readBody(this.database, this.batchId(place, position))) as ScanBatch | undefined;
  }

  async clear(episodeId: string, scanKey: string, planId: string): Promise<void> {
    await this.fence.require();
    const cleared = await this.database.stretchPlans.deleteOne({
      _id: this.idOf(episodeId, scanKey),
      planId,
    });
    if (cleared.deletedCount > 0) await this.forget(episodeId, scanKey, planId);
  }

  private async forget(episodeId: string, scanKey: string, planId: string): Promise<void> {
    const first = idOf(this.idOf(episodeId, scanKey), planId);
    // ids are escaped, so that '/' ends the plan's own and '0' is what comes after it
    await this.database.parts.deleteMany({ whole: { $gte: `${first}/`, $lt: `${first}0` } });
  }

  private async requirePlace({ episodeId, scanKey, planId }: StretchPlace): Promise<void> {
    await this.fence.requireEpisode(episodeId);
    const filter = { _id: this.idOf(episodeId, scanKey), planId };
    if (await this.database.stretchPlans.findOne(filter, { projection: { _id: 1 } })) return;
    throw planChanged({ episodeId, scanKey, planId });
  }

  private idOf(episodeId: string, scanKey: string): string {
    return idOf(this.tenant, episodeId, scanKey);
  }

  private batchId({ episodeId, scanKey, planId, stretch }: StretchPlace, position: number): string {
    return `${idOf(this.idOf(episodeId, scanKey), planId)}/${stretch}/${position}`;
  }
}

function planFields(plan: StretchPlan): Pick<StretchPlanDocument, 'planId' | 'body' | 'ends'> {
  return { planId: plan.id, body: JSON.stringify(plan), ends: {} };
}

function planChanged(place: { episodeId: string; scanKey: string; planId: string }): CastlineError {
  const message = `the episode ${place.episodeId} is not (or no longer) divided by the plan ${place.planId}; nothing is kept for it`;
  return new CastlineError('conflict', 'STRETCH.PLAN_CHANGED', message, place);
}
