import type { UpdateFilter, WithId } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Claim } from '#ports/job-table.port.js';
import type { EpisodeDocument } from './documents.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';

/**
 * The right under which one tenant's repositories write. Without a claim: always. With one, an episode's document is
 * changed only while it carries the claim's token (one write, so nothing comes between look and change); what lies in
 * other documents is keyed by its content, so that a late writer leaves what is there anyway; it is refused before it
 * begins, and clips, works and exports carry the token too, so that it does not come after the one who has the job now.
 */
export class Fence {
  constructor(
    private readonly database: MongoDatabase,
    readonly tenant: string,
    private readonly claim?: Claim,
  ) {}

  /** @throws CastlineError `conflict` JOB.LEASE_LOST */
  async require(): Promise<void> {
    if (!this.claim) return;
    const { id, token } = this.claim;
    const held = await this.database.jobs.findOne(
      { _id: id, token, state: 'running' },
      { projection: { _id: 1 } },
    );
    if (!held) throw lostLease(id);
  }

  /** @throws CastlineError `conflict` JOB.LEASE_LOST; `not-found` EPISODE.MISSING */
  async requireEpisode(episodeId: string): Promise<void> {
    await this.require();
    await this.requireThere(episodeId);
  }

  /** @throws CastlineError `not-found` EPISODE.MISSING */
  private async requireThere(episodeId: string): Promise<void> {
    const found = await this.database.episodes.findOne(
      { _id: idOf(this.tenant, episodeId), isGone: false },
      { projection: { _id: 1 } },
    );
    if (!found) throw episodeMissing(episodeId);
  }

  /**
   * An episode that is deleted takes with it what is there; what was written meanwhile is taken back.
   * @throws CastlineError `not-found` EPISODE.MISSING
   */
  async requireStill(episodeId: string, takeBack: () => Promise<unknown>): Promise<void> {
    try {
      await this.requireThere(episodeId);
    } catch (error) {
      if (error instanceof CastlineError) await takeBack();
      throw error;
    }
  }

  /**
   * Changes an episode's document in one write. Undefined when it is not as `condition` says.
   * @throws CastlineError `conflict` JOB.LEASE_LOST; `not-found` EPISODE.MISSING
   */
  async changeEpisode(
    episodeId: string,
    change: UpdateFilter<EpisodeDocument>,
    condition: Readonly<Record<string, unknown>> = {},
  ): Promise<WithId<EpisodeDocument> | undefined> {
    const _id = idOf(this.tenant, episodeId);
    for (let tries = 0; tries < 2; tries += 1) {
      const filter = { _id, isGone: false, ...this.mark, ...condition };
      const changed = await this.database.episodes.findOneAndUpdate(filter, change, {
        returnDocument: 'after',
      });
      if (changed) return changed;
      await this.requireEpisode(episodeId);
      // it may have come into being after the claim
      await this.stamp(episodeId);
    }
    return undefined;
  }

  /** For a document of its own that an earlier claim of the job may still be about to write: no later one has written it. */
  get isLatest(): object {
    if (!this.claim) return {};
    const mark = `fences.${this.claim.id}`;
    return { $or: [{ [mark]: null }, { [mark]: { $lte: this.claim.token } }] };
  }

  /** What such a document carries from its first write on, for the claims to come. */
  get first(): { readonly fences: Readonly<Record<string, number>> } {
    return { fences: this.claim ? { [this.claim.id]: this.claim.token } : {} };
  }

  /** The same, for a filter or a change. */
  get mark(): Readonly<Record<string, number>> {
    return this.claim ? { [`fences.${this.claim.id}`]: this.claim.token } : {};
  }

  private async stamp(episodeId: string): Promise<void> {
    if (this.claim) await stampFence(this.database, idOf(this.tenant, episodeId), this.claim);
  }
}

/** From now on the episode's document is this claim's to change. A later claim of the job is not overwritten. */
export async function stampFence(database: MongoDatabase, episode: string, claim: Claim): Promise<void> {
  await database.episodes.updateOne({ _id: episode }, { $max: { [`fences.${claim.id}`]: claim.token } });
}

/** The claim holds no more. */
export async function liftFence(database: MongoDatabase, episode: string, claim: Claim): Promise<void> {
  const mark = `fences.${claim.id}`;
  await database.episodes.updateOne({ _id: episode, [mark]: claim.token }, { $unset: { [mark]: '' } });
}

function lostLease(id: string): CastlineError {
  const message = `the job ${id} was cancelled or is worked on by another process: nothing is written on its behalf`;
  return new CastlineError('conflict', 'JOB.LEASE_LOST', message, { id });
}

function episodeMissing(episodeId: string): CastlineError {
  const message = `there is no episode ${episodeId}; was it deleted?`;
  return new CastlineError('not-found', 'EPISODE.MISSING', message, { episodeId });
}
