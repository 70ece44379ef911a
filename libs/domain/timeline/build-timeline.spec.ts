import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksOf } from '../../../test/factories/faces.js';
import { trackOf } from '../../../test/factories/tracks.js';
import type { Scan } from '../episode/scan.js';
import type { TrackIdentity } from '../identity/assignment.js';
import type { Track } from '../tracking/track.js';
import { buildTimeline, type TimelineOptions } from './build-timeline.js';
import type { Timeline } from './timeline.js';

const FACTS = {
  frameRate: { num: 24000, den: 1001 },
  timeBase: { num: 1, den: 24000 },
  width: 1280,
  height: 720,
};
const SHOTS = [0, 1, 2].map((index) => ({
  index,
  frames: { start: index * 100, end: (index + 1) * 100 },
  transition: 'cut' as const,
}));

const at = (shotIndex: number, start: number, end: number): Track =>
  trackOf({ id: `t${shotIndex}-${start}`, shotIndex, start, end, exemplars: [looksOf(1)] });

function scanOf(tracks: readonly Track[]): Scan {
  return {
    episodeId: 'ep_1',
    key: 'k',
    isComplete: true,
    shots: SHOTS,
    tracks,
    nextFrame: 300,
    nextTimestamp: undefined,
    ticks: Array.from({ length: 300 }, (_, i) => i * 1001),
    endTicks: 300 * 1001,
    warnings: [],
  };
}

const named = (
  trackId: string,
  name: string,
  form: string | null = null,
  confidence = 0.8,
): TrackIdentity => ({
  trackId,
  character: { id: `ch_${name}`, name, known: !name.startsWith('Unknown') },
  form,
  similarity: 0.6,
  confidence,
});

function build(
  tracks: readonly Track[],
  identities: readonly TrackIdentity[],
  options?: Partial<TimelineOptions>,
): Timeline {
  return buildTimeline({
    episode: { id: 'ep_1', name: 'one.mp4', sha256: 'ab' },
    facts: FACTS,
    scan: scanOf(tracks),
    identities,
    models: { detector: 'd@1', embedder: 'e@1' },
    ...(options && { options }),
  });
}

const framesOf = (timeline: Timeline, character = 0): [number, number][] =>
  timeline.characters[character]!.instances.map(({ start, end }) => [start.frame, end.frame]);

describe('buildTimeline', () => {
  it('has no characters where no track has a name', () => {
    const timeline = build([at(0, 10, 50)], []);
    assert.deepEqual(timeline.characters, []);
    assert.equal(timeline.shots.length, 3);
    assert.equal(timeline.episode.durationMs, 12512.5);
  });

  it('says times exactly, in three ways, the end being the start of the next frame', () => {
    const [instance] = build([at(0, 24, 48)], [named('t0-24', 'Alice')]).characters[0]!.instances;
    assert.deepEqual(instance!.start, { ms: 1001, timecode: '00:00:01:00', frame: 24 });
    assert.deepEqual(instance!.end, { ms: 2002, timecode: '00:00:02:00', frame: 48 });
    assert.deepEqual(instance!.best, {
      at: { ms: 1001, timecode: '00:00:01:00', frame: 24 },
      box: { x: 250, y: 250, width: 100, height: 100 },
    });
  });

  it('ends an appearance that lasts to the last frame at the end of the episode', () => {
    const timeline = build([at(2, 250, 300)], [named('t2-250', 'Alice')]);
    assert.equal(timeline.characters[0]!.instances[0]!.end.ms, timeline.episode.durationMs);
  });

  it('joins a short gap inside a shot, not a long one', () => {
    const tracks = [at(0, 0, 30), at(0, 40, 60), at(0, 80, 100)];
    const timeline = build(tracks, [
      named('t0-0', 'Alice'),
      named('t0-40', 'Alice'),
      named('t0-80', 'Alice'),
    ]);
    assert.deepEqual(framesOf(timeline), [
      [0, 60],
      [80, 100],
    ]);
    assert.deepEqual(timeline.characters[0]!.instances[0]!.trackIds, ['t0-0', 't0-40']);
  });

  it('joins across a cut only what touches', () => {
    const tracks = [at(0, 50, 100), at(1, 100, 195), at(2, 200, 250)];
    const timeline = build(tracks, [
      named('t0-50', 'Alice'),
      named('t1-100', 'Alice'),
      named('t2-200', 'Alice'),
    ]);
    assert.deepEqual(framesOf(timeline), [
      [50, 195],
      [200, 250],
    ]);
  });

  it('begins a new appearance where the form changes at a cut', () => {
    const tracks = [at(0, 50, 100), at(1, 100, 200)];
    const timeline = build(tracks, [named('t0-50', 'Alice', 'everyday'), named('t1-100', 'Alice', 'hero')]);
    assert.deepEqual(
      timeline.characters[0]!.instances.map(({ form }) => form),
      ['everyday', 'hero'],
    );
  });

  it('lists the known before the unknown, each by screen time', () => {
    const tracks = [at(0, 0, 20), at(1, 100, 190), at(2, 200, 300)];
    const timeline = build(tracks, [
      named('t0-0', 'Bob'),
      named('t1-100', 'Alice'),
      named('t2-200', 'Unknown #1'),
    ]);
    assert.deepEqual(
      timeline.characters.map(({ name }) => name),
      ['Alice', 'Bob', 'Unknown #1'],
    );
  });

  it('adds up screen time and weighs confidence by it', () => {
    const tracks = [at(0, 0, 24), at(1, 100, 172)];
    const timeline = build(tracks, [named('t0-0', 'Alice', null, 0.6), named('t1-100', 'Alice', null, 1)]);
    const [alice] = timeline.characters;
    assert.equal(alice!.seenMs, 4004);
    assert.equal(alice!.confidence, 0.9);
  });

  it('leaves out appearances that are too short', () => {
    const timeline = build([at(0, 0, 6)], [named('t0-0', 'Alice')], { minInstanceSeconds: 0.5 });
    assert.deepEqual(timeline.characters, []);
  });
});
