import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeScanBatch } from '../../../test/factories/scan-batch.factory.js';
import type { Joint, ScannedStretch, StretchEnd, StretchPlan } from '../episode/stretch.js';
import { joinStretches, renumberShots, withoutSavedShots } from './join-stretches.js';

const timeBase = { num: 1, den: 24 };
const joint = (frame: number): Joint => ({
  frame,
  timestamp: { ticks: frame, timeBase },
  picture: `p${frame}`,
});
const FILM_END = { endTicks: 300, warnings: [] };

const plan: StretchPlan = {
  id: 'plan',
  stretches: [0, 1, 2].map((index) => ({
    index,
    start: index * 100,
    end: index === 2 ? null : (index + 1) * 100,
    readFrom: index === 0 ? null : joint(index * 100 - 50),
  })),
  frames: 300,
  undivided: null,
};

function scanned(
  index: number,
  first: Joint | null,
  next: Joint | null,
  more: Partial<StretchEnd> = {},
): ScannedStretch {
  const filmEnd = first && !next ? FILM_END : null;
  return { index, end: { first, next, batches: 1, framesRead: 150, flaw: null, filmEnd, ...more } };
}

const fitting = [
  scanned(0, joint(0), joint(110)),
  scanned(1, joint(110), joint(205)),
  scanned(2, joint(205), null),
];

describe('joinStretches', () => {
  it('finds the end of the film where every stretch begins as the one before it ends', () => {
    assert.deepEqual(joinStretches(plan, fitting), FILM_END);
  });

  it('does not mind in which order they are given', () => {
    assert.deepEqual(joinStretches(plan, fitting.toReversed()), FILM_END);
  });

  it('passes over stretches in which no shot begins', () => {
    const none = scanned(1, null, null, { batches: 0 });
    assert.deepEqual(joinStretches(plan, [scanned(0, joint(0), joint(205)), none, fitting[2]!]), FILM_END);
    const last = [scanned(0, joint(0), null), none, scanned(2, null, null)];
    assert.deepEqual(joinStretches(plan, last), FILM_END);
  });

  const other = (changes: Partial<Joint>): Joint => ({ ...joint(110), ...changes });
  const broken: [string, ScannedStretch[], RegExp][] = [
    ['one is not there', fitting.slice(0, 2), /stretch 2 was not scanned/],
    [
      'one is flawed',
      fitting.with(1, scanned(1, joint(110), joint(205), { flaw: 'it is damaged' })),
      /it is damaged/,
    ],
    [
      'frames are numbered otherwise',
      fitting.with(1, scanned(1, other({ frame: 111 }), joint(205))),
      /frame 111/,
    ],
    ['the picture is another', fitting.with(1, scanned(1, other({ picture: 'x' }), joint(205))), /frame 110/],
    [
      'the time is another',
      fitting.with(1, scanned(1, other({ timestamp: { ticks: 109, timeBase } }), joint(205))),
      /frame 110/,
    ],
    ['the first does not begin with the film', fitting.with(0, scanned(0, joint(3), joint(110))), /frame 3/],
    [
      'shots are not its own',
      fitting.with(1, scanned(1, joint(110), joint(195))).with(2, scanned(2, joint(195), null)),
      /195/,
    ],
    [
      'nothing follows the last shots',
      [fitting[0]!, scanned(1, joint(110), joint(205)), scanned(2, null, null)],
      /205/,
    ],
    [
      'nothing comes to the end',
      [scanned(0, null, null), scanned(1, null, null), scanned(2, null, null)],
      /end of the film/,
    ],
  ];
  for (const [name, ends, reason] of broken) {
    it(`says so when ${name}`, () => assert.match(JSON.stringify(joinStretches(plan, ends)), reason));
  }
});

describe('the batches of a stretch in the whole scan', () => {
  const batch = {
    ...makeScanBatch({ first: 0, shots: 3 }),
    tracks: [0, 1, 2].map((shot) => ({
      ...makeScanBatch({ first: shot, shots: 1 }).tracks[0]!,
      id: `t${shot}-1`,
    })),
    crops: [0, 1, 2].map((shot) => ({ trackId: `t${shot}-1`, jpeg: Uint8Array.of(shot) })),
  };

  it('are numbered on from the shots before it', () => {
    const { shots, tracks, crops, ticks } = renumberShots(batch, 10);
    assert.deepEqual(
      shots.map(({ index }) => index),
      [10, 11, 12],
    );
    assert.deepEqual(
      tracks.map(({ id, shotIndex }) => [id, shotIndex]),
      [
        ['t10-1', 10],
        ['t11-1', 11],
        ['t12-1', 12],
      ],
    );
    assert.deepEqual(
      crops.map(({ trackId, jpeg }) => [trackId, jpeg[0]]),
      [
        ['t10-1', 0],
        ['t11-1', 1],
        ['t12-1', 2],
      ],
    );
    assert.equal(ticks, batch.ticks);
  });

  it('are left out as far as they are saved', () => {
    assert.deepEqual(withoutSavedShots(batch, 0), batch);
    assert.equal(withoutSavedShots(batch, 3), undefined);
    const rest = withoutSavedShots(batch, 2);
    assert.deepEqual(rest?.shots, batch.shots.slice(2));
    assert.deepEqual(
      [rest?.tracks[0]?.id, rest?.crops[0]?.trackId, rest?.ticks],
      ['t2-1', 't2-1', batch.ticks.slice(20)],
    );
  });
});
