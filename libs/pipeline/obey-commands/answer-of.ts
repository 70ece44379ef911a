import { ANSWER_CONTRACTS, type AnswerType, type CommandType } from '#contracts/events/command.contract.js';
import type { CloudEvent } from '#ports/event-publisher.port.js';
import { sourceOf } from '../publish-events/cloud-event-of.js';

export interface AnsweredCommand {
  readonly id: string;
  readonly type: CommandType;
  readonly tenant: string;
  readonly episodeId: string;
  readonly traceparent?: string | undefined;
}

/** What a command's sender is told; the same answer always has the same id. */
export function answerOf(
  type: AnswerType,
  command: AnsweredCommand,
  facts: Readonly<Record<string, unknown>>,
): CloudEvent {
  const { id, tenant, episodeId, traceparent } = command;
  return {
    topic: ANSWER_CONTRACTS[type].topic,
    key: episodeId,
    id: `${type}:${id}`,
    source: sourceOf(tenant),
    type,
    subject: episodeId,
    time: new Date().toISOString(),
    extensions: { tenant, partitionkey: episodeId, commandid: id },
    traceparent,
    data: { commandId: id, command: command.type, episodeId, ...facts },
  };
}
