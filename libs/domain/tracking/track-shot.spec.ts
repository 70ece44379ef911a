import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../evaluation/seeded-random.js';
import { blurred, faceOf, looksOf } from '../../../test/factories/faces.js';
import type { Face } from '../face/face.js';
import type { Shot } from '../shots/shot.js';
import { type SampledFrame, trackShot } from './track-shot.js';
import type { TrackingOptions } from './tracking-options.js';

const ALICE = looksOf(1);
const BOB = looksOf(2);
const SHOT: Shot = { index: 3, frames: { start: 240, end: 480 }, transition: 'cut' };

/** Samples at 4 a second of a 24 frames-per-second shot, one per entry. */
function samplesOf(faces: readonly (readonly Face[])[], every = 6): SampledFrame[] {
  return faces.map((found, i) => ({
    frame: 240 + i * every,
    seconds: (240 + i * every) / 24,
    faces: found,
  }));
}

function track(samples: readonly SampledFrame[], options?: Partial<TrackingOptions>) {
  return trackShot({
    shot: SHOT,
    samples,
    frameSize: { width: 1280, height: 720 },
    frameRate: 24,
    ...(options && { options }),
  });
}

const still = (count: number): Face[][] =>
  Array.from({ length: count }, () => [faceOf({ x: 400, looks: ALICE })]);
const frames = ({ start, end }: { start: number; end: number }): [number, number] => [start, end];

describe('trackShot', () => {
  it('finds nothing where there is nothing', () => {
    assert.deepEqual(track([]), []);
    assert.deepEqual(track(samplesOf([[], [], []])), []);
  });

  it('takes a face seen throughout to be there from border to border', () => {
    const tracks = track(samplesOf(still(40)));
    assert.deepEqual(tracks.map(frames), [[240, 480]]);
    assert.equal(tracks[0]!.id, 't3-1');
    assert.equal(tracks[0]!.sightings.length, 40);
  });

  it('takes the single sample of a short shot for the whole shot', () => {
    assert.deepEqual(track(samplesOf(still(1))).map(frames), [[240, 480]]);
  });

  it('grows a track by half the sampling gap where a face comes and goes', () => {
    const faces = [...Array<Face[]>(8).fill([]), ...still(4), ...Array<Face[]>(20).fill([])];
    assert.deepEqual(track(samplesOf(faces)).map(frames), [[240 + 48 - 3, 240 + 66 + 3]]);
  });

  it('keeps a face until just before the sample that lacks it when the frames between were still', () => {
    const samples: SampledFrame[] = [
      { frame: 240, seconds: 10, faces: still(1)[0]! },
      { frame: 264, seconds: 11, faces: still(1)[0]! },
      { frame: 288, seconds: 12, faces: [] },
      { frame: 312, seconds: 13, faces: [] },
    ];
    assert.deepEqual(track(samples).map(frames), [[240, 285]]);
  });

  it('follows a face through still stretches that were not sampled', () => {
    const samples = [240, 264, 288, 312].map((frame) => ({
      frame,
      seconds: frame / 24,
      faces: still(1)[0]!,
    }));
    assert.equal(track(samples).length, 1);
  });

  it('survives an occlusion of two samples', () => {
    const faces = still(12).map((found, i) => (i === 5 || i === 6 ? [] : found));
    assert.deepEqual(
      track(samplesOf(faces)).map(({ sightings }) => sightings.length),
      [10],
    );
  });

  it('ends a track after a longer absence', () => {
    const faces = still(20).map((found, i) => (i >= 5 && i < 12 ? [] : found));
    assert.equal(track(samplesOf(faces)).length, 2);
  });

  it('keeps two faces apart that cross', () => {
    const random = seededRandom(5);
    const faces = Array.from({ length: 16 }, (_, i) => [
      faceOf({ x: 300 + i * 40, looks: blurred(ALICE, 0.5, random) }),
      faceOf({ x: 900 - i * 40, looks: blurred(BOB, 0.5, random) }),
    ]);
    const tracks = track(samplesOf(faces));
    assert.equal(tracks.length, 2);
    const direction = tracks.map(({ sightings }) =>
      Math.sign(sightings.at(-1)!.face.x1 - sightings[0]!.face.x1),
    );
    assert.deepEqual(direction, [1, -1]);
  });

  it('does not carry one face on with another that takes its place', () => {
    const faces = Array.from({ length: 12 }, (_, i) => [faceOf({ x: 400, looks: i < 6 ? ALICE : BOB })]);
    assert.equal(track(samplesOf(faces)).length, 2);
  });

  it('cuts a track where the looks change although the gates let it through', () => {
    const faces = Array.from({ length: 12 }, (_, i) => [faceOf({ x: 400, looks: i < 6 ? ALICE : BOB })]);
    const tracks = track(samplesOf(faces), { slack: 3 });
    assert.deepEqual(
      tracks.map(({ sightings }) => sightings.length),
      [6, 6],
    );
  });

  it('leaves a slow turn of the head whole', () => {
    const faces = Array.from({ length: 20 }, (_, i) => {
      const looks = ALICE.map((value, k) => value * (1 - i / 19) + BOB[k]! * (i / 19));
      const length = Math.hypot(...looks);
      return [faceOf({ x: 400, looks: looks.map((value) => value / length) })];
    });
    assert.equal(track(samplesOf(faces)).length, 1);
  });

  it('carries a track on through faint detections, forward and back, but begins none with them', () => {
    const faces = still(10).map((_, i) => [
      faceOf({ x: 400, looks: ALICE, isFaint: i < 3 || i > 6 }),
      faceOf({ x: 900, looks: BOB, isFaint: true }),
    ]);
    const tracks = track(samplesOf([...faces, ...Array<Face[]>(10).fill([])]));
    assert.deepEqual(
      tracks.map(({ sightings }) => sightings.length),
      [10],
    );
    assert.deepEqual(tracks.map(frames), [[240, 297]]);
  });

  it('does not carry on what was hardly ever surely seen, nor for long', () => {
    const seen = (isSure: (i: number) => boolean, count: number): number[] =>
      track(
        samplesOf(still(count).map((_, i) => [faceOf({ x: 400, looks: ALICE, isFaint: !isSure(i) })])),
      ).map(({ sightings }) => sightings.length);
    assert.deepEqual(
      seen((i) => i < 2, 10),
      [2],
    );
    assert.deepEqual(
      seen((i) => i < 3, 40),
      [3 + 16],
    );
  });

  it('does not carry a face on with a faint one that looks otherwise', () => {
    const faces = still(10).map((_, i) => [faceOf({ x: 400, looks: i < 4 ? ALICE : BOB, isFaint: i >= 4 })]);
    assert.deepEqual(
      track(samplesOf(faces)).map(({ sightings }) => sightings.length),
      [4],
    );
  });

  it('takes looks and certainty from the sure sightings alone', () => {
    const faces = still(6).map((found, i) =>
      i === 0 ? [faceOf({ x: 400, looks: ALICE, isFaint: true, faceness: 0.4, quality: 1 })] : found,
    );
    const [mixed] = track(samplesOf(faces));
    const [plain] = track(samplesOf([[], ...still(5)]));
    assert.equal(mixed?.sightings.length, 6);
    assert.deepEqual([mixed?.faceness, mixed?.quality], [plain?.faceness, plain?.quality]);
    assert.deepEqual(mixed?.exemplars, plain?.exemplars);
    assert.ok((mixed?.bestSighting ?? 0) > 0);
  });

  it('drops what is sighted once and hardly a face, is no face, or is tiny', () => {
    const faint = faceOf({ x: 200, looks: BOB, faceness: 0.5 });
    const ball = faceOf({ x: 600, looks: looksOf(3), faceness: 0.1 });
    const tiny = faceOf({ x: 900, looks: looksOf(4), size: 12 });
    const faces = still(6).map((found, i) => [...found, ball, tiny, ...(i === 3 ? [faint] : [])]);
    assert.equal(track(samplesOf(faces)).length, 1);
  });

  it('tells how likely it is that a track is photographed: the mean of its sightings', () => {
    const faces = Array.from({ length: 4 }, (_, i) => [
      faceOf({ x: 400, looks: ALICE, photographed: i % 2 ? 0.25 : 0.75 }),
    ]);
    const [told] = track(samplesOf(faces));
    assert.equal(told?.photographed, 0.5);
    assert.equal(track(samplesOf(still(4)))[0]?.photographed, undefined);
  });

  it('keeps at most eight exemplars, the clearest first, and no picture twice', () => {
    const random = seededRandom(9);
    const faces = Array.from({ length: 30 }, (_, i) => [
      faceOf({ x: 400, looks: blurred(ALICE, 0.8, random), quality: i === 7 ? 1 : 0.5 }),
    ]);
    const [moving] = track(samplesOf(faces));
    assert.equal(moving!.exemplars.length, 8);
    assert.deepEqual(moving!.exemplars[0], faces[7]![0]!.reading.embedding);
    assert.equal(moving!.bestSighting, 7);
    assert.equal(track(samplesOf(still(30)))[0]!.exemplars.length, 1);
  });

  it('makes the same tracks whatever the order of samples and faces, inside the shot, one face per frame', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = seededRandom(seed);
        const samples = samplesOf(
          Array.from({ length: 20 }, (_, i) =>
            [ALICE, BOB, looksOf(3)]
              .filter(() => random() < 0.8)
              .map((looks, k) =>
                faceOf({
                  x: 200 + 350 * k + i * 5,
                  looks: blurred(looks, 0.7, random),
                  score: 0.3 + 0.7 * random(),
                }),
              ),
          ),
        );
        const tracks = track(samples);
        const shuffled = [...samples]
          .reverse()
          .map((sample) => ({ ...sample, faces: [...sample.faces].reverse() }));
        assert.deepEqual(track(shuffled), tracks);
        for (const { start, end, sightings, template } of tracks) {
          assert.ok(start >= SHOT.frames.start && end <= SHOT.frames.end);
          assert.ok(start <= sightings[0]!.frame && sightings.at(-1)!.frame < end);
          assert.equal(new Set(sightings.map(({ frame }) => frame)).size, sightings.length);
          assert.ok(Math.abs(Math.hypot(...template) - 1) < 1e-5);
        }
        assert.equal(new Set(tracks.map(({ id }) => id)).size, tracks.length);
      }),
      { numRuns: 50 },
    );
  });
});
