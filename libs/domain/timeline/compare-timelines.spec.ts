import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makePoint, makeTimeline } from '../../../test/factories/timeline.factory.js';
import { compareTimelines } from './compare-timelines.js';
import type { Timeline, TimelineCharacter } from './timeline.js';

function characterSeen(id: string, name: string, ...ranges: [number, number][]): TimelineCharacter {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const instances = ranges.map(([start, end]) => ({
    start: makePoint(start),
    end: makePoint(end),
    confidence: 1,
    form: null,
    trackIds: [],
    best: { at: makePoint(start), box },
  }));
  return { id, name, known: !name.startsWith('Unknown'), seenMs: 0, confidence: 1, instances };
}

const timelineOf = (...characters: TimelineCharacter[]): Timeline => makeTimeline({ characters });
const alice = characterSeen('alice', 'Alice', [0, 10], [20, 30]);
const bob = characterSeen('bob', 'Bob', [5, 10]);
const NOTHING = { appeared: [], vanished: [], changed: [] };

describe('comparing two versions of a timeline', () => {
  it('finds nothing between equal ones', () => {
    assert.deepEqual(compareTimelines(timelineOf(), timelineOf()), NOTHING);
    assert.deepEqual(compareTimelines(timelineOf(alice, bob), timelineOf(bob, alice)), NOTHING);
  });

  it('lets everybody appear in the first version', () => {
    const { appeared, vanished, changed } = compareTimelines(undefined, timelineOf(alice, bob));
    assert.deepEqual(appeared, [
      { id: 'alice', name: 'Alice' },
      { id: 'bob', name: 'Bob' },
    ]);
    assert.deepEqual([vanished, changed], [[], []]);
  });

  it('counts the frames that a character gained and lost', () => {
    const later = characterSeen('alice', 'Alice', [2, 10], [20, 35]);
    assert.deepEqual(compareTimelines(timelineOf(alice), timelineOf(later)).changed, [
      { id: 'alice', name: 'Alice', formerly: null, gainedFrames: 5, lostFrames: 2 },
    ]);
  });

  it('takes one who is seen where another was for the same, renamed', () => {
    const unknown = characterSeen('unknown-1', 'Unknown #1', [0, 10], [20, 28]);
    const { appeared, vanished, changed } = compareTimelines(timelineOf(unknown), timelineOf(alice));
    assert.deepEqual([appeared, vanished], [[], []]);
    const formerly = { id: 'unknown-1', name: 'Unknown #1' };
    assert.deepEqual(changed, [{ id: 'alice', name: 'Alice', formerly, gainedFrames: 2, lostFrames: 0 }]);
  });

  it('is not misled by the numbers of the unknown', () => {
    const [one, two] = [
      characterSeen('unknown-1', 'Unknown #1', [0, 10]),
      characterSeen('unknown-1', 'Unknown #1', [50, 60]),
    ];
    const { appeared, vanished } = compareTimelines(timelineOf(one), timelineOf(two));
    assert.deepEqual([appeared.length, vanished.length], [1, 1]);
    const moved = characterSeen('unknown-2', 'Unknown #2', [0, 10]);
    const [change] = compareTimelines(timelineOf(one), timelineOf(moved)).changed;
    assert.deepEqual(change?.formerly, { id: 'unknown-1', name: 'Unknown #1' });
  });

  it('says who went and who came where they share few frames', () => {
    const changes = compareTimelines(timelineOf(alice), timelineOf(bob));
    assert.deepEqual(changes, {
      appeared: [{ id: 'bob', name: 'Bob' }],
      vanished: [{ id: 'alice', name: 'Alice' }],
      changed: [],
    });
  });
});
