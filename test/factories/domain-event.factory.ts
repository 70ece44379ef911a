import type { DomainEvent } from '#domain/episode/domain-event.js';

export function makeEvent(overrides: Partial<DomainEvent> = {}): DomainEvent {
  return {
    id: 'event-1',
    type: 'episode.uploaded.v1',
    episodeId: 'ep-1',
    time: '2026-01-02T03:04:05.000Z',
    data: { name: 'Episode 1.mp4' },
    ...overrides,
  };
}

/** An event that no store can write (its data contains itself): what is saved along with it must not be saved either. */
export function makeUnstorableEvent(overrides: Partial<DomainEvent> = {}): DomainEvent {
  const data: Record<string, unknown> = {};
  data['self'] = data;
  return makeEvent({ id: 'unstorable', data, ...overrides });
}
