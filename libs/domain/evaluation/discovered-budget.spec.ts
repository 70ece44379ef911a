import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ClusteredTrack, type DiscoveredBudgetInput, explainDiscovered } from './discovered-budget.js';
import { type ScoredTimeline, scoreTimeline } from './score-timeline.js';
import type { TimelineTruth } from './truth.js';

/** Alice is there in seconds 0 to 3, and in second 2 the cluster that stands for her is not. */
const truth: TimelineTruth = {
  characters: ['alice', 'bob'],
  range: [0, 4],
  seconds: Object.fromEntries([0, 1, 2, 3].map((second) => [`${second}`, { alice: 'f' as const }])),
};

const seen = (clusters: Record<string, [number, number][]>): ScoredTimeline => ({
  characters: Object.entries(clusters).map(([name, ranges]) => ({
    name,
    instances: ranges.map(([start, end]) => ({ start: { ms: start * 1000 }, end: { ms: end * 1000 } })),
  })),
});
const ALICE: [number, number][] = [
  [0, 2],
  [3, 4],
];
const track = (cluster: string | undefined, isFace = true, at = 2): ClusteredTrack => ({
  startMs: at * 1000,
  endMs: at * 1000 + 1000,
  cluster,
  isFace,
  shows: undefined,
});

const causesOf = (
  timeline: ScoredTimeline,
  tracks: readonly ClusteredTrack[],
  more: Partial<DiscoveredBudgetInput> = {},
): string[] => {
  const labels = more.truth ?? truth;
  const score = scoreTimeline(timeline, labels, { discovered: true });
  return explainDiscovered({
    timeline,
    truth: labels,
    score,
    tracks,
    isDoubtful: () => false,
    ...more,
  }).map(({ second, character, cause, detail }) =>
    [second, character, cause, detail].filter((part) => part !== null).join(', '),
  );
};

describe('explainDiscovered', () => {
  const alone = seen({ 'Unknown #1': ALICE });
  const found = { facesFound: new Map([[2, 1]]) };
  const table: [string, ScoredTimeline, ClusteredTrack[], Partial<DiscoveredBudgetInput>, string[]][] = [
    ['nothing where the cluster is all of her', seen({ 'Unknown #1': [[0, 4]] }), [], {}, []],
    ['a face not found', alone, [], {}, ['2, alice, missed face']],
    ['a face found where no track is', alone, [], found, ['2, alice, broken track']],
    [
      'a face found where nobody looked',
      alone,
      [],
      { ...found, unsampled: new Set([2]) },
      ['2, alice, sampling'],
    ],
    [
      'a track in a cluster that stands for nobody',
      seen({ 'Unknown #1': ALICE, 'Unknown #2': [[2, 3]] }),
      [track('Unknown #2')],
      {},
      ['2, alice, other cluster, Unknown #2'],
    ],
    ['a passer-by', alone, [track(undefined)], {}, ['2, alice, no cluster']],
    [
      'a track that is taken for no face',
      alone,
      [track(undefined, false)],
      {},
      ['2, alice, taken for no face'],
    ],
    ['a doubtful label', alone, [track(undefined)], { isDoubtful: () => true }, ['2, alice, label doubtful']],
    [
      'a cluster that is seen without its character',
      seen({ 'Unknown #1': [[0, 4]] }),
      [track('Unknown #1', true, 3)],
      { truth: { ...truth, seconds: { ...truth.seconds, '3': {} } } },
      ['3, alice, nobody there'],
    ],
  ];
  for (const [title, timeline, tracks, more, expected] of table)
    it(`finds ${title}`, () => assert.deepEqual(causesOf(timeline, tracks, more), expected));

  it('names whom the other cluster stands for', () => {
    // bob's cluster, matched by seconds 4 and 5, has her track in second 2
    const labels: TimelineTruth = {
      ...truth,
      range: [0, 6],
      seconds: { ...truth.seconds, '4': { bob: 'f' }, '5': { bob: 'f' } },
    };
    const timeline = seen({
      'Unknown #1': ALICE,
      'Unknown #2': [
        [2, 3],
        [4, 6],
      ],
    });
    assert.deepEqual(causesOf(timeline, [track('Unknown #2')], { truth: labels }), [
      '2, alice, other cluster, bob',
    ]);
  });
});
