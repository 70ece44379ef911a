import { sweepUploads } from '#adapters/mongodb/uploads.js';
import type { MongoDatabase } from '#adapters/mongodb/mongo-database.js';

/** An upload that did not move between two looks is a dead process's. */
const LOOK_MS = 15 * 60_000;

/** Sweeps, for as long as the process lives, what writers of media left behind. Returns what ends that. */
export function keepMediaSwept(database: MongoDatabase, onError: (error: unknown) => void): () => void {
  let seen: ReadonlyMap<string, number> = new Map();
  const look = async (): Promise<void> => {
    seen = await sweepUploads(database, seen);
  };
  const timer = setInterval(() => void look().catch(onError), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
