import type { JobTable } from '#ports/job-table.port.js';
import { millisecondsOf } from './milliseconds-of.js';

export interface QueueTimes {
  /** Jobs that waited while the others were measured. */
  readonly depth: number;
  /** Milliseconds each. */
  readonly enqueue: number;
  readonly claimNext: number;
  readonly claimOne: number;
  readonly finish: number;
  readonly depths: number;
  readonly page: number;
  /** All that wait, as a queue that was lost is told of them. */
  readonly all: number;
}

const TENANTS = 20;
const TRIES = 20;

/** Fills the table up to each of the depths and times at each what workers, metrics and callers ask of it. */
export async function* timeQueue(table: JobTable, depths: readonly number[]): AsyncGenerator<QueueTimes> {
  const waiting: string[] = [];
  for (const depth of depths) {
    const added = depth - waiting.length;
    const enqueue = await millisecondsOf(added, async () => {
      const index = waiting.length;
      const episodeId = `episode-${Math.floor(index / 44)}`;
      const request = {
        tenant: `tenant-${index % TENANTS}`,
        episodeId,
        key: `stretch:${index}`,
        payload: {},
      };
      waiting.push((await table.enqueue({ kind: 'stretch.scan', ...request })).job.id);
    });
    const claims: { id: string; token: number }[] = [];
    const claimNext = await millisecondsOf(TRIES, async () => {
      claims.push((await table.claim('stretch.scan', 'bench', 0))!.claim);
    });
    const taken = new Set(claims.map(({ id }) => id));
    const free = waiting.filter((id) => !taken.has(id)).slice(-TRIES);
    const claimOne = await millisecondsOf(TRIES, async (index) => {
      claims.push((await table.claim('stretch.scan', 'bench', 0, free[index]))!.claim);
    });
    const finish = await millisecondsOf(claims.length, async (index) => {
      await table.finish(claims[index]!);
    });
    const ended = new Set(claims.map(({ id }) => id));
    waiting.splice(0, waiting.length, ...waiting.filter((id) => !ended.has(id)));
    yield {
      ...{ depth, enqueue, claimNext, claimOne, finish },
      depths: await millisecondsOf(5, () => table.depths()),
      page: await millisecondsOf(5, () => table.listPage({ tenant: 'tenant-3' }, { limit: 50 })),
      all: await millisecondsOf(1, () => table.list({ state: 'queued', kind: 'stretch.scan' })),
    };
  }
}
