import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BudgetInput,
  type BudgetTrack,
  CAUSES,
  countCauses,
  explainErrors,
  worstStretches,
} from './error-budget.js';

const track = (name: string | null, from = 0, until = 1, more: Partial<BudgetTrack> = {}): BudgetTrack => ({
  startMs: from * 1000,
  endMs: until * 1000,
  name,
  note: null,
  ...more,
});

const said = (names: Record<string, [number, number]>): BudgetInput['timeline'] => ({
  characters: Object.entries(names).map(([name, [start, end]]) => ({
    name,
    instances: [{ start: { ms: start * 1000 }, end: { ms: end * 1000 } }],
  })),
});

/** Alice's face is there in second 0. */
const input = (more: Partial<BudgetInput> = {}): BudgetInput => ({
  timeline: said({}),
  truth: { characters: ['alice', 'bob'], range: [0, 1], seconds: { '0': { alice: 'f' } } },
  tracks: [],
  isDoubtful: () => false,
  ...more,
});

const causesOf = (more: Partial<BudgetInput>): string[] =>
  explainErrors(input(more)).map(({ character, cause, detail }) =>
    [character, cause, detail].filter((part) => part !== null).join(', '),
  );

describe('explainErrors', () => {
  const alice = { alice: [0, 1] as [number, number] };
  const bob = { bob: [0, 1] as [number, number] };
  const table: [string, Partial<BudgetInput>, string[]][] = [
    ['nothing where all is right', { timeline: said(alice), tracks: [track('alice')] }, []],
    ['a missed face where there is no track', {}, ['alice, missed face']],
    [
      'a broken track where the detector finds the face',
      { facesFound: new Map([[0, 1]]) },
      ['alice, broken track'],
    ],
    [
      'sampling where it finds the face and was not run near',
      { facesFound: new Map([[0, 1]]), unsampled: new Set([0]) },
      ['alice, sampling'],
    ],
    [
      'a missed face where it finds none, run near or not',
      { facesFound: new Map([[0, 0]]), unsampled: new Set([0]) },
      ['alice, missed face'],
    ],
    [
      'a missed face where the only face found is in a track already',
      { facesFound: new Map([[0, 1]]), tracks: [track('carol')] },
      ['alice, missed face'],
    ],
    [
      'an unnamed track, with why',
      { tracks: [track(null, 0, 1, { note: 'taken for no face' })] },
      ['alice, unnamed though seen, taken for no face'],
    ],
    [
      'a wrong identity once, not twice',
      { timeline: said(bob), tracks: [track('bob')] },
      ['alice, wrong identity, bob'],
    ],
    [
      'a wrong identity before an unnamed track',
      { timeline: said(bob), tracks: [track(null), track('bob')] },
      ['alice, wrong identity, bob'],
    ],
    [
      'what the labelled boxes say before what is likely',
      {
        timeline: said(bob),
        tracks: [track(null, 0, 1, { shows: 'alice' }), track('bob', 0, 1, { shows: 'extra' })],
      },
      ['alice, unnamed though seen', 'bob, nobody there'],
    ],
    [
      'somebody named where nobody is missed',
      { timeline: said({ ...alice, ...bob }), tracks: [track('alice'), track('bob')] },
      ['bob, nobody there'],
    ],
    [
      'a name that lingers beside a cut',
      { timeline: said({ ...alice, ...bob }), tracks: [track('alice'), track('bob')], cutsMs: [500, 9000] },
      ['bob, nobody there, beside a cut'],
    ],
    ['a doubtful label first', { isDoubtful: () => true, tracks: [track(null)] }, ['alice, label doubtful']],
  ];
  for (const [title, more, expected] of table)
    it(`finds ${title}`, () => assert.deepEqual(causesOf(more), expected));

  it('asks nothing of seconds that are not judged', () => {
    const truth = {
      characters: ['alice'],
      range: [0, 2] as const,
      seconds: { '0': { alice: 's' as const } },
    };
    assert.deepEqual(causesOf({ truth, timeline: said(alice) }), []);
  });
});

describe('the budget', () => {
  const errors = [0, 1, 3, 2].map((second) => ({
    second,
    character: second === 3 ? 'bob' : 'alice',
    cause: 'missed face' as const,
    detail: null,
  }));

  it('counts every cause', () => {
    const counts = countCauses(errors, CAUSES);
    assert.equal(counts['missed face'], 4);
    assert.equal(
      Object.values(counts).reduce((a, b) => a + b, 0),
      4,
    );
  });

  it('joins what goes on, the longest first', () => {
    assert.deepEqual(
      worstStretches([...errors, { ...errors[0]!, second: 9 }]).map(({ character, from, until }) => [
        character,
        from,
        until,
      ]),
      [
        ['alice', 0, 3],
        ['bob', 3, 4],
        ['alice', 9, 10],
      ],
    );
  });
});
