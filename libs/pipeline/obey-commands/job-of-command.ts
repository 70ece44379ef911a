import type { Command, CommandType } from '#contracts/events/command.contract.js';
import type { Job } from '#domain/episode/job.js';

/** What a job remembers of the command that asked for it. */
export interface CommandOfJob {
  readonly id: string;
  readonly type: CommandType;
}

/** One job for each command: whoever sent it learns what became of it, even where others asked for the same. */
export function jobKeyOf({ id }: Pick<Command, 'id'>): string {
  return `command:${id}`;
}

export function rememberCommand({ id, type }: Command): { readonly command: CommandOfJob } {
  return { command: { id, type } };
}

/** Undefined for a job that no command asked for. */
export function commandOf({ payload }: Job): CommandOfJob | undefined {
  return payload['command'] as CommandOfJob | undefined;
}
