import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Partitioners } from 'kafkajs';

/** Key, murmur2 of it as Kafka's own tests have it (UtilsTest.testMurmur2). */
const VECTORS: readonly [key: string, hash: number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('the partitioner', () => {
  it('puts a key where every other client of Kafka puts it', () => {
    for (const [key, hash] of VECTORS) {
      for (const partitions of [1, 7, 12]) {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionId,
          leader: 0,
          partitionErrorCode: 0,
          replicas: [],
          isr: [],
        }));
        const choose = Partitioners.DefaultPartitioner();
        const partition = choose({ topic: 't', partitionMetadata, message: { key, value: null } });
        assert.equal(partition, (hash & 0x7fffffff) % partitions, `${key} of ${partitions}`);
      }
    }
  });
});
