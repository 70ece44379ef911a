import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFilm, filmOf, type Passage } from '../../../test/factories/drawn-passages.factory.js';
import { FrameSampler } from '../sampling/sampler.js';
import { leadInFrames } from '../stretches/plan-stretches.js';
import type { FrameFeatures } from './frame-features.js';
import { ShotDetector, type Boundary } from './shot-detector.js';

const RATE = 24;
const SAMPLES_PER_SECOND = 4;

interface Found {
  readonly boundaries: readonly Boundary[];
  readonly samples: readonly number[];
  /** From here on both are sure to be those of a whole pass. */
  readonly certainFrom: number;
}

function pass(film: readonly FrameFeatures[], from: number): Found {
  const startsInside = from > 0;
  const detector = new ShotDetector({ frameRate: RATE, startsInsideShot: startsInside });
  const sampler = new FrameSampler({ samplesPerSecond: SAMPLES_PER_SECOND, startsInside });
  const boundaries: Boundary[] = [];
  const samples: number[] = [];
  let samplerFrom = Infinity;
  for (let frame = from; frame < film.length; frame++) {
    if (sampler.isCertain) samplerFrom = Math.min(samplerFrom, frame);
    if (sampler.shouldSample(frame, frame / RATE, film[frame]!)) samples.push(frame);
    boundaries.push(...detector.push(frame, frame / RATE, film[frame]!));
  }
  boundaries.push(...detector.finish());
  return { boundaries, samples, certainFrom: Math.max(detector.certainFrom ?? Infinity, samplerFrom) };
}

function assertEqualFrom(film: readonly FrameFeatures[], start: number): number {
  const whole = pass(film, 0);
  const { boundaries, samples, certainFrom } = pass(film, start);
  assert.deepEqual(
    boundaries.filter(({ frame }) => frame >= certainFrom),
    whole.boundaries.filter(({ frame }) => frame >= certainFrom),
  );
  assert.deepEqual(
    samples.filter((frame) => frame >= certainFrom),
    whole.samples.filter((frame) => frame >= certainFrom),
  );
  return certainFrom;
}

describe('a detector and a sampler that start inside a film', () => {
  it('find from the moment at which they are certain what a whole pass finds, in any film', () => {
    const leadIn = leadInFrames({ frameRate: RATE, samplesPerSecond: SAMPLES_PER_SECOND });
    fc.assert(
      fc.property(anyFilm(), fc.double({ min: 0, max: 1, noNaN: true }), (passages, share) => {
        const film = filmOf(passages);
        const start = 1 + Math.floor(share * (film.length - 2));
        const certainFrom = assertEqualFrom(film, start);
        // not a promise for every film, but what the lead-in is chosen for: see the scan of a stretch, which checks
        if (certainFrom > start + leadIn) assert.ok(start + leadIn >= film.length || hasGradual(passages));
      }),
      { numRuns: 60 },
    );
  });

  for (const length of [12, 24, 40]) {
    it(`are never wrong about a dissolve of ${length} frames, whichever of its frames they start in`, () => {
      const film = filmOf([
        { kind: 'shot', place: 1, frames: 70 },
        { kind: 'dissolve', place: 2, frames: length },
        { kind: 'shot', place: 2, frames: 150 },
        { kind: 'shot', place: 3, frames: 60 },
      ]);
      for (let start = 40; start < 90 + length; start += 5) assertEqualFrom(film, start);
    });
  }

  it('are needed: one that takes its first frame for the first of a shot finds other boundaries', () => {
    const film = filmOf([
      { kind: 'shot', place: 1, frames: 70 },
      { kind: 'dissolve', place: 2, frames: 24 },
      { kind: 'shot', place: 2, frames: 150 },
    ]);
    const start = 78;
    const detector = new ShotDetector({ frameRate: RATE });
    const found: Boundary[] = [];
    for (let frame = start; frame < film.length; frame++) {
      found.push(...detector.push(frame, frame / RATE, film[frame]!));
    }
    found.push(...detector.finish());
    assert.equal(pass(film, 0).boundaries.length, 1);
    assert.notDeepEqual(
      found,
      pass(film, 0).boundaries.filter(({ frame }) => frame >= start),
    );
  });

  it('are certain at once when the film begins where they do', () => {
    const film = filmOf([{ kind: 'shot', place: 1, frames: 30 }]);
    assert.equal(pass(film, 0).certainFrom, 0);
  });

  it('are certain at the lead-in at the latest where a shot just goes on, also a still one', () => {
    const leadIn = leadInFrames({ frameRate: RATE, samplesPerSecond: SAMPLES_PER_SECOND });
    for (const kind of ['shot', 'still'] as const) {
      const film = filmOf([{ kind, place: 4, frames: 2 * leadIn + 50 }]);
      for (const start of [1, 7, 50]) assert.ok(pass(film, start).certainFrom <= start + leadIn);
    }
  });

  it('claim nothing about a film that ends too soon', () => {
    const film = filmOf([{ kind: 'shot', place: 1, frames: 60 }]);
    const detector = new ShotDetector({ frameRate: RATE, startsInsideShot: true });
    for (let frame = 20; frame < 60; frame++) detector.push(frame, frame / RATE, film[frame]!);
    assert.deepEqual([...detector.finish(), detector.certainFrom], [undefined]);
  });
});

function hasGradual(passages: readonly Passage[]): boolean {
  return passages.some(({ kind }) => kind === 'dissolve' || kind === 'fade');
}
