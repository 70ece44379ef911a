import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksOf } from '../../../test/factories/faces.js';
import { makePoint, makeTimeline } from '../../../test/factories/timeline.factory.js';
import { trackOf } from '../../../test/factories/tracks.js';
import { FrameClock } from '../time/frame-clock.js';
import type { Instance, Timeline, TimelineCharacter } from '../timeline/timeline.js';
import type { Track } from '../tracking/track.js';
import { findScenes } from './find-scenes.js';

const clock = new FrameClock(
  Array.from({ length: 100 }, (_, i) => i),
  100,
  { num: 1, den: 25 },
);
const track = (id: string, start: number, end: number, overrides: Partial<Track> = {}): Track => ({
  ...trackOf({ id, start, end, exemplars: [looksOf(1)] }),
  ...overrides,
});
const seen = (start: number, end: number, trackIds: string[], form: string | null = null): Instance => ({
  start: makePoint(start),
  end: makePoint(end),
  confidence: 0.9,
  form,
  trackIds,
  best: { at: makePoint(start), box: { x: 0, y: 0, width: 10, height: 10 } },
});
const character = (name: string, instances: Instance[]): TimelineCharacter => ({
  id: `ch_${name}`,
  name,
  known: true,
  seenMs: 0,
  confidence: 1,
  instances,
});
const HAPPY = [0, 1, 0, 0, 0, 0, 0];
const face = (frame: number, height: number) => ({
  frame,
  score: 0.9,
  face: { x1: 0, y1: 0, x2: 50, y2: height },
  head: { x1: 0, y1: 0, x2: 60, y2: height },
});
const tracks = [
  track('a1', 0, 20, { expression: HAPPY }),
  track('a2', 24, 40),
  track('a3', 60, 90, { sightings: [face(60, 100), face(70, 240), face(75, 300), face(80, 239)] }),
  track('b1', 30, 70),
];
const timeline: Timeline = makeTimeline({
  cast: ['Alice', 'Bob', 'Carol'],
  characters: [
    character('Alice', [seen(0, 40, ['a1', 'a2'], 'everyday'), seen(60, 90, ['a3'], 'Armour')]),
    character('Bob', [seen(30, 70, ['b1'])]),
  ],
});
const find = (query: string) => findScenes({ query, timeline, scan: { tracks }, clock });
const framesOf = (query: string) => find(query).scenes.map(({ start, end }) => [start, end]);

describe('findScenes', () => {
  // prettier-ignore
  const answers: [string, number[][]][] = [
    ['alice', [[0, 40], [60, 90]]],
    ['alice:happy', [[0, 20]]],
    ['alice:neutral', [[24, 40], [60, 90]]],
    ['alice:form(armour)', [[60, 90]]],
    ['alice:form(everyday):happy', [[0, 20]]],
    ['alice:form(armour):happy', []],
    ['carol', []],
    ['alice AND NOT carol', [[0, 40], [60, 90]]],
    ['alice SOLO', [[0, 30], [70, 90]]],
    ['(alice AND bob) SOLO', [[30, 40], [60, 70]]],
    ['(alice AND bob) SOLO >= 400ms', [[30, 40], [60, 70]]],
    ['(alice AND bob) SOLO >= 401ms', []],
    ['bob >= 1.6s', [[30, 70]]],
    // a third of 720 is 240: the faces at 70 and 75, each until half way to its neighbours
    ['alice CLOSEUP', [[66, 78]]],
    ['alice CLOSEUP(0.4)', [[73, 78]]],
    ['alice CLOSEUP(0.1)', [[0, 20], [24, 40], [60, 90]]],
    ['alice:happy CLOSEUP', []],
  ];
  for (const [query, frames] of answers) {
    it(`answers ${query}`, () => assert.deepEqual(framesOf(query), frames));
  }

  it('names who appears, once', () =>
    assert.deepEqual(
      find('alice AND (ALICE OR carol OR bob)').characters.map(({ name }) => name),
      ['Alice', 'Bob'],
    ));

  it('says which forms are seen where the one asked for is not', () => {
    assert.deepEqual(find('alice:form(armour)').notes, []);
    const { scenes, notes } = find('alice:form(amour)');
    assert.deepEqual(scenes, []);
    assert.match(notes[0]!, /Alice is not seen in the form "amour" here; forms seen: everyday, Armour/);
  });

  it('suggests the nearest name under the place of a wrong one', () =>
    assert.throws(() => find('bob AND alcie'), {
      code: 'QUERY.UNKNOWN_CHARACTER',
      message: /did you mean "Alice"\?\n {2}bob AND alcie\n {10}\^$/,
    }));
});
