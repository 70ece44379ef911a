import { EVENT_CONTRACTS } from '#contracts/events/event-data.contract.js';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { LoggedEvent } from '#ports/event-log.port.js';
import type { CloudEvent } from '#ports/event-publisher.port.js';

/** Whose events these are, as CloudEvents name it. */
export function sourceOf(tenant: string): string {
  return `/castline/tenants/${encodeURIComponent(tenant)}`;
}

/** An event of the log in the terms of those who read it elsewhere: where to, in which order, what it is about. */
export function cloudEventOf({ tenant, event }: LoggedEvent, commandId?: string): CloudEvent {
  const { id, type, time, data, traceparent } = event;
  const about = event.episodeId ?? event.castId ?? id;
  const named = event.episodeId === null ? { castId: about } : { episodeId: about };
  return {
    topic: EVENT_CONTRACTS[type].topic,
    key: about,
    id,
    source: sourceOf(tenant),
    type,
    subject: about,
    time,
    extensions: { tenant, partitionkey: about, ...(commandId !== undefined && { commandid: commandId }) },
    traceparent,
    data: { ...named, ...data, ...linksOf(event, about) },
  };
}

/** Addresses of what is too large for an event. */
function linksOf({ type, data }: DomainEvent, about: string): { links?: Record<string, string> } {
  const at = (...parts: readonly string[]): string => ['/api/v1', ...parts.map(encodeURIComponent)].join('/');
  switch (type) {
    case 'timeline.published.v1':
      return {
        links: { timeline: at('episodes', about, 'timeline'), exports: at('episodes', about, 'exports') },
      };
    case 'character.changed.v1':
      return { links: { cast: at('casts', about) } };
    case 'clip.ready.v1': {
      const clipId = String(data['clipId']);
      return { links: { clip: at('clips', clipId), media: at('clips', clipId, 'media') } };
    }
    case 'reel.ready.v1': {
      const reelId = String(data['reelId']);
      return { links: { reel: at('reels', reelId), media: at('reels', reelId, 'media') } };
    }
    case 'sticker.ready.v1': {
      const stickerId = String(data['stickerId']);
      return { links: { sticker: at('stickers', stickerId), media: at('stickers', stickerId, 'media') } };
    }
    case 'episode.uploaded.v1':
    case 'episode.analyzed.v1':
    case 'episode.failed.v1':
    case 'episode.deleted.v1':
    case 'clip.failed.v1':
      return {};
  }
}
