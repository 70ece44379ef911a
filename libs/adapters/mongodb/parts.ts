import { deserialize, serialize } from 'node:v8';
import { Binary } from 'mongodb';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

/** A document holds 16 MiB at most. */
const PART_BYTES = 8 * 2 ** 20;

export interface BodyPlace {
  readonly tenant: string;
  readonly episodeId: string;
  /** The body's own id. */
  readonly whole: string;
}

/**
 * Keeps a body of any size, in Node's own exact and storable copy (numbers, typed arrays and all), cut into documents.
 * One that is there already is left as it is. It is whole once its last part is there, which is written last.
 */
export async function keepBody(database: MongoDatabase, place: BodyPlace, body: unknown): Promise<void> {
  const bytes = serialize(body);
  const count = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  for (let part = count - 1; part >= 0; part -= 1) {
    const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    const _id = idOf(place.whole, part);
    // part 0 last: who finds it finds them all
    await database.parts
      .insertOne({ _id, ...place, part, bytes: new Binary(slice) })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
  }
}

export async function readBody(database: MongoDatabase, whole: string): Promise<unknown> {
  const parts = await database.parts.find({ whole }).sort({ part: 1 }).toArray();
  if (parts[0]?.part !== 0) return undefined;
  return deserialize(Buffer.concat(parts.map(({ bytes }) => bytesOf(bytes))));
}

export function toBinary(body: unknown): Binary {
  return new Binary(serialize(body));
}

export function fromBinary(binary: Binary): unknown {
  return deserialize(bytesOf(binary));
}

export function bytesOf(binary: Binary): Uint8Array {
  return binary.buffer.subarray(0, binary.position);
}
