import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksOf } from '../../../test/factories/faces.js';
import { trackOf } from '../../../test/factories/tracks.js';
import { clusteredTracks, faceAt, labelTracks, scoreTrackPurity } from './label-tracks.js';
import type { BoxCorners } from './truth.js';

const looks = [looksOf(1)];
/** A face of 100 pixels around x at frame height 300, as the factory's tracks have it. */
const faceBox = (x: number): BoxCorners => [x - 50, 250, x + 50, 350];
const left = trackOf({ id: 'left', start: 0, end: 24, exemplars: looks, x: 300 });
const right = trackOf({ id: 'right', start: 0, end: 24, exemplars: looks, x: 360 });

describe('faceAt', () => {
  it('goes straight from one sighting to the next and stays at the last', () => {
    const [first, second] = left.sightings;
    const moving = {
      ...left,
      sightings: [first!, { ...second!, frame: 6, face: { x1: 310, y1: 250, x2: 410, y2: 370 } }],
    };
    assert.deepEqual(faceAt(moving, 3), { x1: 280, y1: 250, x2: 380, y2: 360 });
    assert.deepEqual(faceAt(moving, 20), { x1: 310, y1: 250, x2: 410, y2: 370 });
  });
});

describe('labelTracks', () => {
  it('labels nothing without faces, and no track that is not there at the time', () => {
    assert.equal(labelTracks([left], []).size, 0);
    assert.equal(labelTracks([left], [{ frame: 24, box: faceBox(300), id: 'alice' }]).size, 0);
  });

  it('gives each face to one track and each track one face, the best overlap first', () => {
    const faces = [
      { frame: 5, box: faceBox(340), id: 'bob' },
      { frame: 5, box: faceBox(310), id: 'alice' },
    ];
    const labels = labelTracks([left, right], faces);
    assert.deepEqual([...labels.get('left')!], [['alice', 1]]);
    assert.deepEqual([...labels.get('right')!], [['bob', 1]]);
  });

  it('leaves a face alone that no track covers', () => {
    assert.equal(labelTracks([left], [{ frame: 0, box: faceBox(390), id: 'alice' }]).size, 0);
  });
});

describe('scoreTrackPurity', () => {
  const labels = (...tracks: Record<string, number>[]) =>
    new Map(tracks.map((counts, i) => [`${i}`, new Map(Object.entries(counts))]));

  it('says nothing of tracks with a single label', () => {
    assert.deepEqual(scoreTrackPurity(labels({ alice: 1 })), {
      tracks: 0,
      faces: 0,
      purity: null,
      interval: null,
    });
  });

  it('counts the faces of whom a track shows mostly', () => {
    const score = scoreTrackPurity(labels({ alice: 3, bob: 1 }, { bob: 2 }, { carol: 1 }));
    // a quarter of the samples has the one mixed track twice, a quarter the pure one
    assert.deepEqual(score, { tracks: 2, faces: 6, purity: 5 / 6, interval: { low: 3 / 4, high: 1 } });
  });
});

it('a labelled track without a cluster is a cluster of its own', () => {
  const labels = new Map([
    [
      '1',
      new Map([
        ['alice', 1],
        ['bob', 2],
      ]),
    ],
    ['2', new Map([['bob', 1]])],
  ]);
  const items = clusteredTracks(
    labels,
    (id) => (id === '1' ? 'Unknown #1' : undefined),
    () => 2,
  );
  assert.deepEqual(items, [
    { cluster: 'Unknown #1', label: 'bob', weight: 2 },
    { cluster: 'track 2', label: 'bob', weight: 2 },
  ]);
});
