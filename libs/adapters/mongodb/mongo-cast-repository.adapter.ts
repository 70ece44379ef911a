import type { DomainEvent } from '#domain/episode/domain-event.js';
import { CastRepository, type StoredCast } from '#ports/cast-repository.port.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { saveTelling } from './outbox.js';
import { fromBinary, toBinary } from './parts.js';

export class MongoCastRepository extends CastRepository {
  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
  ) {
    super();
  }

  async save(cast: StoredCast, events: readonly DomainEvent[] = []): Promise<void> {
    requireOneLength(cast);
    const identity = { _id: idOf(this.tenant, cast.id), tenant: this.tenant };
    await saveTelling(this.database, this.database.casts, identity, { body: toBinary(cast) }, events);
  }

  async find(id: string): Promise<StoredCast | undefined> {
    const found = await this.database.casts.findOne({ _id: idOf(this.tenant, id) });
    return found ? (fromBinary(found.body) as StoredCast) : undefined;
  }

  async list(): Promise<StoredCast[]> {
    const found = await this.database.casts.find({ tenant: this.tenant }).sort({ sequence: 1 }).toArray();
    return found.map(({ body }) => fromBinary(body) as StoredCast);
  }
}

/** Embeddings of one model are of one length. */
function requireOneLength({ references }: StoredCast): void {
  const lengths = new Set(references.map(({ embedding }) => embedding.length));
  if (lengths.size > 1)
    throw new RangeError(`expected embeddings of one length, got ${[...lengths].join(' and ')} numbers`);
}
