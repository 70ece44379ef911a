import type { Episode, VideoFacts } from '#domain/episode/episode.js';

export function makeVideoFacts(overrides: Partial<VideoFacts> = {}): VideoFacts {
  return {
    container: 'mov,mp4,m4a,3gp,3g2,mj2',
    videoCodec: 'h264',
    width: 1280,
    height: 720,
    frameRate: { num: 24000, den: 1001 },
    isVariableFrameRate: false,
    timeBase: { num: 1, den: 24000 },
    startSeconds: 0,
    durationSeconds: 12.5,
    rotation: 0,
    isHdr: false,
    isInterlaced: false,
    hasAudio: true,
    warnings: [],
    ...overrides,
  };
}

export function makeEpisode(overrides: Partial<Episode> = {}): Episode {
  return {
    id: 'ep-1',
    name: 'Episode 1.mp4',
    sha256: 'a'.repeat(64),
    sizeInBytes: 1000,
    source: { kind: 'path', path: '/films/episode-1.mp4' },
    facts: makeVideoFacts(),
    state: 'uploaded',
    failure: null,
    createdAt: '2026-01-02T03:04:05.000Z',
    ...overrides,
  };
}
