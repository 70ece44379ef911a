import type { StoredExport } from '#domain/interchange/stored-export.js';

export function makeStoredExport(overrides: Partial<StoredExport> = {}): StoredExport {
  return {
    id: 'export-1',
    episodeIds: ['ep-1'],
    query: 'alice',
    format: 'otio',
    fileName: 'Episode-1_alice_25fps.otio',
    contentType: 'application/json',
    part: 1,
    parts: 1,
    events: 3,
    mediaId: 'm-1',
    sizeInBytes: 1234,
    createdAt: '2026-01-02T03:04:05.000Z',
    ...overrides,
  };
}
