/** One event on its way out, in the terms of CloudEvents 1.0. */
export interface CloudEvent {
  readonly topic: string;
  /** Events of one key are told in the order in which they were given. */
  readonly key: string;
  readonly id: string;
  /** A URI reference: whose events these are. With `id`, it names the event. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  /** Further attributes; names of lower-case letters and digits. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly traceparent?: string | undefined;
  readonly data: unknown;
}

/** Tells systems downstream. What was told twice (a crash before it was noted) carries the same id. */
export abstract class EventPublisher {
  /**
   * Resolves once all are kept where readers find them, in this order for each key; calls are served one after the other.
   * @throws CastlineError `transient` EVENTS.NOT_TOLD: none, some or all were told; tell them again
   */
  abstract publish(events: readonly CloudEvent[]): Promise<void>;
}
