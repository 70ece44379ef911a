import type { ScanBatch } from '#domain/episode/scan.js';
import type { Track } from '#domain/tracking/track.js';

const TICKS_PER_FRAME = 1001;
const TIME_BASE = { num: 1, den: 24000 };

export function makeTrack(overrides: Partial<Track> = {}): Track {
  return {
    id: 't-0',
    shotIndex: 0,
    start: 0,
    end: 10,
    sightings: [
      { frame: 0, face: box(10.1, 20.25, 40, 50), head: box(5, 10, 45, 60.3), score: 0.875 },
      { frame: 6, face: box(11, 20, 41, 50), head: box(6, 10, 46, 60), score: 0.1 + 0.2 },
    ],
    template: Float32Array.from([0.6, 0.8, 0, 0]),
    exemplars: [Float32Array.from([1, 0, 0, 0]), Float32Array.from([0, 1 / 3, 0, -0.5])],
    quality: 0.7,
    faceness: 0.9,
    photographed: 0.25,
    expression: [0.1, 0.9, 0, 0, 0, 0, 0],
    palette: [0, 180, 255],
    bestSighting: 1,
    ...overrides,
  };
}

/** Shots `first`, `first + 1`, ... of ten frames each, one track and one crop in every shot. */
export function makeScanBatch({ first, shots }: { first: number; shots: number }): ScanBatch {
  const indices = Array.from({ length: shots }, (_, offset) => first + offset);
  const start = first * 10;
  const nextFrame = (first + shots) * 10;
  return {
    shots: indices.map((index) => ({
      index,
      frames: { start: index * 10, end: index * 10 + 10 },
      transition: index === 0 ? 'start' : 'cut',
    })),
    tracks: indices.map((index) =>
      makeTrack({ id: `t-${index}`, shotIndex: index, start: index * 10, end: index * 10 + 10 }),
    ),
    crops: indices.map((index) => ({ trackId: `t-${index}`, jpeg: Uint8Array.from([0xff, 0xd8, index]) })),
    nextFrame,
    nextTimestamp: { ticks: nextFrame * TICKS_PER_FRAME, timeBase: TIME_BASE },
    ticks: Array.from({ length: nextFrame - start }, (_, offset) => (start + offset) * TICKS_PER_FRAME),
  };
}

function box(x1: number, y1: number, x2: number, y2: number) {
  return { x1, y1, x2, y2 };
}
