import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makePoint, makeTimeline } from '../../../test/factories/timeline.factory.js';
import { trackOf } from '../../../test/factories/tracks.js';
import type { TimelineCharacter } from '../timeline/timeline.js';
import { measureCut } from './measure-cut.js';

const [alice] = makeTimeline().characters as [TimelineCharacter];
const [first] = alice.instances;
const track = trackOf({
  id: 't-0',
  start: 0,
  end: 50,
  exemplars: [Float32Array.of(1, 0)],
  quality: 0.5,
  shotIndex: 3,
});
const seen = { characters: [alice], tracks: [track], pictureHeight: 1000 };

describe('measureCut', () => {
  it('finds nothing where nobody who was asked for is', () => {
    const merit = measureCut({ start: 60, end: 90 }, seen);
    assert.deepEqual(merit, { confidence: 0, faceShare: 0, sharpness: 0, score: 0, traits: [] });
  });

  it('reads confidence off the appearances, size and sharpness off the tracks', () => {
    const merit = measureCut({ start: 10, end: 70 }, seen);
    const height = track.sightings[2]!.face.y2 - track.sightings[2]!.face.y1;
    assert.equal(merit.confidence, 0.9);
    assert.equal(merit.sharpness, 0.5);
    assert.equal(merit.faceShare, height / 1000);
    assert.deepEqual(merit.traits, ['Alice/', 'mood neutral', 'shot 3']);
  });

  it('weighs a sure and an unsure appearance by how long each is in the cut', () => {
    const unsure = { ...first!, start: makePoint(50), end: makePoint(100), confidence: 0.3, trackIds: [] };
    const both = { ...alice, instances: [first!, unsure] };
    const { confidence } = measureCut({ start: 40, end: 70 }, { ...seen, characters: [both] });
    assert.ok(Math.abs(confidence - (10 * 0.9 + 20 * 0.3) / 30) < 1e-9);
  });
});
