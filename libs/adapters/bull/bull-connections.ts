import { setTimeout as sleep } from 'node:timers/promises';
import Bull, { type Queue, type QueueOptions } from 'bull';

/** How long Bull may take over it; some of what it waits for never comes when Redis is away. */
const POLITE_MS = 1_000;

type Connection = Queue['client'];

/** What Bull does not declare: connections that are made when they are first asked for, and the jobs it is busy with. */
interface Inside {
  readonly clients: readonly Connection[];
  readonly eclient: Connection;
  readonly bclient: Connection;
  readonly processing: Readonly<Record<string, Promise<unknown>>>;
  setWorkerName: () => Promise<void>;
}

function inside(queue: Queue): Inside {
  return queue as unknown as Inside;
}

/** A queue to tell: one connection. */
export function openQueue(kind: string, options: QueueOptions): Queue {
  const queue = new Bull(kind, options);
  queue.client.setMaxListeners(0); // Bull adds one for everything that waits until Redis is there
  return queue;
}

/** A queue to hear: three connections, all made now, so that none is made after they were dropped. */
export function openListeningQueue(kind: string, options: QueueOptions): Queue {
  const queue = openQueue(kind, options);
  const { eclient, bclient } = inside(queue);
  for (const connection of [eclient, bclient]) connection.setMaxListeners(0);
  // There, a worker for several jobs waits once for each of them, one wait after the other: that is no silence.
  delete bclient.options.commandTimeout;
  // Nobody catches what fails there, and a connection that ends early would end the process.
  inside(queue).setWorkerName = async () => undefined;
  return queue;
}

/** Resolves when Redis has been told of every job that was delivered; waits for as long as Redis is away. */
export async function everythingTold(queue: Queue): Promise<void> {
  await Promise.allSettled(Object.values(inside(queue).processing));
}

/** Closes the queue: politely where Redis answers, and in any case soon. Nothing is heard of it any more. */
export async function dropConnections(queue: Queue): Promise<void> {
  const { clients } = inside(queue);
  for (const connection of clients) connection.on('error', () => undefined); // Bull takes its own listener away
  await Promise.race([queue.close(true), sleep(POLITE_MS, undefined, { ref: false })]);
  for (const connection of clients) connection.disconnect();
}
