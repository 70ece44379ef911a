import type { Clip } from '#domain/clips/clip.js';
import { makePoint } from './timeline.factory.js';

export function makeClip(overrides: Partial<Clip> = {}): Clip {
  return {
    id: 'clip-1',
    episodeId: 'ep-1',
    query: 'alice AND NOT bob',
    timelineVersion: 1,
    start: makePoint(10),
    end: makePoint(60),
    characters: ['alice'],
    mediaId: null,
    sizeInBytes: 0,
    createdAt: '2026-01-02T03:04:05.000Z',
    ...overrides,
  };
}
