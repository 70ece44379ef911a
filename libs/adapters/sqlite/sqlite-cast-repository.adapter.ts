import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Reference } from '#domain/identity/gallery.js';
import { CastRepository, type StoredCast } from '#ports/cast-repository.port.js';
import { packVectors, unpackVectors } from './float-blob.js';
import type { SqliteSession } from './sqlite-database.js';
import { appendEvents } from './sqlite-event-log.adapter.js';

interface CastRow {
  readonly body: string;
  readonly embeddings: ArrayBuffer;
}

interface CastBody extends Omit<StoredCast, 'references'> {
  readonly references: readonly Omit<Reference, 'embedding'>[];
  /** Length of each reference's embedding; they lie one after the other in the blob, in the references' order. */
  readonly dimensions: number;
}

export class SqliteCastRepository extends CastRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(cast: StoredCast, events: readonly DomainEvent[] = []): Promise<void> {
    const dimensions = cast.references[0]?.embedding.length ?? 0;
    const embeddings = packVectors(
      cast.references.map((reference) => reference.embedding),
      dimensions,
    );
    const references = cast.references.map(({ embedding: _, ...reference }) => reference);
    const body: CastBody = { id: cast.id, name: cast.name, embedder: cast.embedder, references, dimensions };
    await this.database.write(() => {
      this.database.run(
        `INSERT INTO casts (id, body, embeddings) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET body = excluded.body, embeddings = excluded.embeddings`,
        cast.id,
        JSON.stringify(body),
        embeddings,
      );
      appendEvents(this.database, events);
    });
  }

  async find(id: string): Promise<StoredCast | undefined> {
    const row = await this.database.read(() =>
      this.database.row<CastRow>('SELECT body, embeddings FROM casts WHERE id = ?', id),
    );
    return row && fromRow(row);
  }

  async list(): Promise<StoredCast[]> {
    const rows = await this.database.read(() =>
      this.database.rows<CastRow>('SELECT body, embeddings FROM casts ORDER BY sequence'),
    );
    return rows.map(fromRow);
  }
}

function fromRow(row: CastRow): StoredCast {
  const { dimensions, references, ...cast } = JSON.parse(row.body) as CastBody;
  const embeddings = unpackVectors(row.embeddings, dimensions);
  return {
    ...cast,
    references: references.map((reference, index) => ({
      ...reference,
      embedding: embeddings[index] ?? new Float32Array(0),
    })),
  };
}
