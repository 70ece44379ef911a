import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Point, Timeline } from '#domain/timeline/timeline.js';
import { clockTime, spokenDuration } from './html.js';
import { renderReport } from './render-report.js';

const point = (frame: number): Point => ({
  ms: frame * 40,
  timecode: `00:00:0${Math.floor(frame / 25)}:00`,
  frame,
});
const timeline = (name: string): Timeline => ({
  castline: 1,
  episode: { id: 'ep_1', name, sha256: 'a', durationMs: 8000, frameRate: '25/1', width: 640, height: 360 },
  models: { detector: 'd@1', embedder: 'e@1' },
  warnings: [],
  cast: [],
  shots: [{ index: 0, start: point(0), end: point(200) }],
  characters: [
    {
      id: 'ch_1',
      name,
      known: true,
      seenMs: 2000,
      confidence: 0.9,
      instances: [
        {
          start: point(25),
          end: point(75),
          confidence: 0.9,
          form: null,
          trackIds: ['t0-0'],
          best: { at: point(30), box: { x: 1, y: 2, width: 3, height: 4 } },
        },
      ],
    },
  ],
});
const nothing = new Map<string, Uint8Array>();

describe('renderReport', () => {
  it('places an appearance by its share of the duration', () => {
    const page = renderReport({ timeline: timeline('alice'), portraits: nothing, thumbnails: nothing });
    assert.match(page, /left:12\.500%;width:25\.000%/);
  });

  it('escapes names, so that a name cannot become markup', () => {
    const page = renderReport({
      timeline: timeline('<img src=x onerror=alert(1)>'),
      portraits: nothing,
      thumbnails: nothing,
    });
    assert.ok(!page.includes('<img src=x'));
    assert.ok(page.includes('&#60;img src=x'));
  });

  it('asks nothing of the network', () => {
    const page = renderReport({
      timeline: timeline('alice'),
      portraits: new Map([['ch_1', new Uint8Array(3)]]),
      thumbnails: nothing,
    });
    assert.doesNotMatch(page, /(src|href)="(?!data:|#)/);
  });

  it('says so when nobody was found', () => {
    const empty = { ...timeline('x'), characters: [] };
    assert.match(
      renderReport({ timeline: empty, portraits: nothing, thumbnails: nothing }),
      /No character was found/,
    );
  });
});

describe('times for people', () => {
  const cases: [number, string, string][] = [
    [0, '0:00.0', '0.0 s'],
    [65_340, '1:05.3', '1 min 5 s'],
    [3_723_000, '1:02:03.0', '62 min 3 s'],
  ];
  for (const [ms, clock, spoken] of cases) {
    it(`shows ${ms} ms as ${clock}`, () =>
      assert.deepEqual([clockTime(ms), spokenDuration(ms)], [clock, spoken]));
  }
});
