import { type Command, COMMAND_CONTRACTS, type CommandType } from '#contracts/events/command.contract.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import type { ReceivedCommand } from '#ports/command-consumer.port.js';

export type ReadCommand = { readonly command: Command } | { readonly fault: string };

/** What a message asks for, or why that cannot be understood. */
export function readCommand({ id, type, extensions, traceparent, data }: ReceivedCommand): ReadCommand {
  if (!id || !type) return { fault: 'it is no CloudEvent: ce_id and ce_type are needed' };
  if (!isKnown(type)) {
    return { fault: `its type is ${type}; expected one of ${Object.keys(COMMAND_CONTRACTS).join(', ')}` };
  }
  const { success, data: understood, error } = COMMAND_CONTRACTS[type].data.safeParse(data);
  if (!success) return { fault: `its data is not what ${type} needs: ${faultsOf(error.issues)}` };
  const tenant = extensions['tenant'] ?? DEFAULT_TENANT;
  return { command: { type, id, tenant, traceparent, data: understood } as Command };
}

function isKnown(type: string): type is CommandType {
  return Object.hasOwn(COMMAND_CONTRACTS, type);
}

function faultsOf(issues: readonly { readonly path: PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.') || 'data'}: ${message}`).join('; ');
}
