import { Controller, Headers, type MessageEvent, Query, Sse } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';
import { EventLog } from '#ports/event-log.port.js';

const POLL_MS = 1000;
const BATCH = 100;

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly log: EventLog) {}

  /** Server-sent events: everything that happened, in order, from the start or after `Last-Event-ID`; stays open for what is to come. */
  @Sse()
  @ApiQuery({
    name: 'after',
    required: false,
    description: 'position to go on after, where the Last-Event-ID header cannot be set',
  })
  stream(
    @Headers('last-event-id') lastEventId?: string,
    @Query('after') after?: string,
  ): Observable<MessageEvent> {
    const from = Number(lastEventId ?? after ?? 0);
    return new Observable((subscriber) => {
      let position = Number.isSafeInteger(from) && from > 0 ? from : 0;
      let timer: NodeJS.Timeout | undefined;
      const drain = async (): Promise<void> => {
        for (;;) {
          const events = await this.log.readAfter(position, BATCH);
          for (const logged of events) {
            position = logged.position;
            subscriber.next({ id: String(position), type: logged.event.type, data: logged.event });
          }
          if (events.length < BATCH) break;
        }
        if (!subscriber.closed) timer = setTimeout(() => void turn(), POLL_MS);
      };
      const turn = (): Promise<void> => drain().catch((error: unknown) => subscriber.error(error));
      void turn();
      return () => clearTimeout(timer);
    });
  }
}
