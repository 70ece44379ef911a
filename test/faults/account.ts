// What must be there of every episode, once, whatever happened while it was made: counted over REST and in Kafka.
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '#contracts/events/topics.js';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { quietKafka, type ReadMessage, TopicReader } from '../services/kafka/kafka-bench.js';
import type { Cluster } from './cluster.js';
import { patiently } from './episodes.js';

export interface Deviations {
  readonly lost: number;
  readonly duplicated: number;
}

interface Items {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** A late twin would follow within a few steps of the publisher. */
const AFTERMATH_MS = 1500;

export class Account {
  private constructor(
    private readonly api: CastlineServer,
    private readonly reader: TopicReader,
  ) {}

  /** Listens to Kafka from its beginning. */
  static async open(cluster: Cluster, api: CastlineServer): Promise<Account> {
    const reader = await new TopicReader(quietKafka(cluster.kafka.url)).open(
      ...[TOPICS.episode, TOPICS.timeline, TOPICS.clip],
    );
    return new Account(api, reader);
  }

  get messages(): readonly ReadMessage[] {
    return this.reader.messages;
  }

  /** Of episodes that are to be analysed once and to have so many clips each. */
  async of(episodeIds: readonly string[], clipsEach = 0): Promise<Deviations> {
    const counted = (): Deviations => sum(episodeIds.map((id) => this.inKafka(id, clipsEach)));
    // those that do not come are counted below
    await patiently('all events', () => Promise.resolve(counted().lost === 0), 90).catch(() => undefined);
    await sleep(AFTERMATH_MS);
    const kept = await Promise.all(episodeIds.map((id) => this.inCatalogue(id, clipsEach)));
    return sum([counted(), ...kept]);
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  /** An event may be told twice, but under one id. */
  private inKafka(episodeId: string, clipsEach: number): Deviations {
    const wanted = {
      'episode.uploaded.v1': 1,
      'timeline.published.v1': 1,
      'episode.analyzed.v1': 1,
      'episode.failed.v1': 0,
      'clip.ready.v1': clipsEach,
      'clip.failed.v1': 0,
    };
    return sum(
      Object.entries(wanted).map(([type, count]) => {
        const told = this.messages.filter(
          ({ key, headers }) => key === episodeId && headers['ce_type'] === type,
        );
        return compare(new Set(told.map(({ headers }) => headers['ce_id'])).size, count);
      }),
    );
  }

  private async inCatalogue(episodeId: string, clipsEach: number): Promise<Deviations> {
    const { api } = this;
    const { body: episode } = await api.ask(`episodes/${episodeId}`);
    const { headers } = await api.ask(`episodes/${episodeId}/timeline`);
    const { items } = (await api.ask<Items>(`episodes/${episodeId}/clips`)).body;
    const scenes = new Set(items.map(({ query, start, end }) => JSON.stringify([query, start, end])));
    return sum([
      compare(episode['state'] === 'analyzed' ? 1 : 0, 1),
      compare(Number(headers.get('Castline-Timeline-Version') ?? 0), 1),
      compare(scenes.size, clipsEach),
      { lost: 0, duplicated: items.length - scenes.size },
    ]);
  }
}

function compare(count: number, wanted: number): Deviations {
  return { lost: Math.max(0, wanted - count), duplicated: Math.max(0, count - wanted) };
}

function sum(deviations: readonly Deviations[]): Deviations {
  return {
    lost: deviations.reduce((all, { lost }) => all + lost, 0),
    duplicated: deviations.reduce((all, { duplicated }) => all + duplicated, 0),
  };
}
