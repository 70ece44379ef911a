import type { Point, Timeline } from '#domain/timeline/timeline.js';

/** A moment of an episode of 25 frames per second. */
export function makePoint(frame: number): Point {
  const seconds = Math.floor(frame / 25);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    ms: frame * 40,
    timecode: `00:${two(Math.floor(seconds / 60))}:${two(seconds % 60)}:${two(frame % 25)}`,
    frame,
  };
}

export function makeTimeline(overrides: Partial<Timeline> = {}): Timeline {
  return {
    castline: 1,
    episode: {
      id: 'ep-1',
      name: 'Episode 1.mp4',
      sha256: 'a'.repeat(64),
      durationMs: 4000,
      frameRate: '25/1',
      width: 1280,
      height: 720,
    },
    models: { detector: 'face@1', embedder: 'embed@1' },
    warnings: [],
    cast: [],
    shots: [{ index: 0, start: makePoint(0), end: makePoint(100) }],
    characters: [
      {
        id: 'alice',
        name: 'Alice',
        known: true,
        seenMs: 2000,
        confidence: 0.9,
        instances: [
          {
            start: makePoint(0),
            end: makePoint(50),
            confidence: 0.9,
            form: null,
            trackIds: ['t-0'],
            best: { at: makePoint(6), box: { x: 10, y: 20, width: 30, height: 30 } },
          },
        ],
      },
    ],
    ...overrides,
  };
}
