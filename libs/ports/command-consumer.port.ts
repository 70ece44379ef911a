/** A command as it came: not yet looked into. */
export interface ReceivedCommand {
  /** Undefined where the message is no CloudEvent. */
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly extensions: Readonly<Record<string, string>>;
  readonly traceparent: string | undefined;
  /** The body's JSON; undefined where it is none. */
  readonly data: unknown;
}

export type CommandOutcome =
  | { readonly outcome: 'obeyed' }
  /** It can never be obeyed: put aside for people, with the reason. */
  | { readonly outcome: 'dead'; readonly reason: string };

/** Takes commands from outside, each at least once, those of one key in their order. */
export abstract class CommandConsumer {
  /**
   * Hands over one command after the other. One whose handling throws is handed over again after a while, those behind it
   * waiting; after several faults that are not `transient` it is put aside as dead. Resolves to a stop function, which
   * waits for the command in hand.
   */
  abstract consume(
    handle: (command: ReceivedCommand) => Promise<CommandOutcome>,
  ): Promise<() => Promise<void>>;
}
