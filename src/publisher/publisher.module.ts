import { type DynamicModule, Module } from '@nestjs/common';
import type { EventBus } from '#platform/distributed/open-event-bus.js';
import type { System } from '#platform/system.js';
import { Bookmarks } from '#ports/bookmarks.port.js';
import { EventRelay } from './event-relay.js';
import { ALL_EVENTS, EVENT_BUS } from './tokens.js';

export interface PublisherParts {
  readonly system: Pick<System, 'events'>;
  readonly bookmarks: Bookmarks;
  readonly bus: EventBus;
}

/** The publisher's role: the event log goes to Kafka, commands come from there. Needs PortsModule. */
@Module({})
export class PublisherModule {
  static of({ system, bookmarks, bus }: PublisherParts): DynamicModule {
    return {
      module: PublisherModule,
      providers: [
        { provide: EVENT_BUS, useValue: bus },
        { provide: ALL_EVENTS, useValue: system.events },
        { provide: Bookmarks, useValue: bookmarks },
        EventRelay,
      ],
    };
  }
}
