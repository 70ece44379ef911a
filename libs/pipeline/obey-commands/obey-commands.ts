import type { AnswerType, Command } from '#contracts/events/command.contract.js';
import { CastlineError, type ErrorKind } from '#domain/errors/castline-error.js';
import type { CommandOutcome, ReceivedCommand } from '#ports/command-consumer.port.js';
import type { EventPublisher } from '#ports/event-publisher.port.js';
import { answerOf } from './answer-of.js';
import type { AnswerCommands } from './answer-commands.js';
import type { EnqueueCommand } from './enqueue-command.js';
import { readCommand } from './read-command.js';

/** Faults of the command, not of the moment: it is answered, and not tried again. */
const REFUSALS: readonly ErrorKind[] = ['usage', 'not-found', 'bad-media', 'too-large', 'conflict'];

/** Obeys one command: a job and an answer, or a refusal; what cannot be understood is dead. */
export class ObeyCommands {
  constructor(
    private readonly enqueue: EnqueueCommand,
    private readonly publisher: EventPublisher,
    private readonly answers: Pick<AnswerCommands, 'follow'>,
  ) {}

  async run(received: ReceivedCommand): Promise<CommandOutcome> {
    const read = readCommand(received);
    if ('fault' in read) return { outcome: 'dead', reason: read.fault };
    const { command } = read;
    try {
      const job = await this.enqueue.run(command);
      await this.answer('command.accepted.v1', command, { jobId: job.id });
      this.answers.follow(job);
    } catch (error) {
      if (!(error instanceof CastlineError && REFUSALS.includes(error.kind))) throw error;
      await this.answer('command.refused.v1', command, { code: error.code, message: error.message });
    }
    return { outcome: 'obeyed' };
  }

  private async answer(
    type: AnswerType,
    { id, type: commandType, tenant, data, traceparent }: Command,
    facts: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const answered = { id, type: commandType, tenant, traceparent, episodeId: data.episodeId };
    await this.publisher.publish([answerOf(type, answered, facts)]);
  }
}
