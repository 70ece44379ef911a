import type { Reel } from '#domain/reels/reel.js';

export function makeReel(overrides: Partial<Reel> = {}): Reel {
  return {
    kind: 'reel',
    id: 'reel-1',
    episodeId: 'ep-1',
    queries: ['alice', 'bob'],
    timelineVersion: 1,
    scenes: 2,
    frames: 50,
    durationMs: 2000,
    chapters: [{ title: 'alice, 00:00:01:00', startMs: 0 }],
    cut: { method: 'reencoded', copiedShare: 0, reason: 'it has title cards' },
    fileName: 'reel_alice_bob.mp4',
    contentType: 'video/mp4',
    mediaId: 'm-1',
    sizeInBytes: 5,
    createdAt: '2026-01-02T03:04:05.000Z',
    ...overrides,
  };
}
