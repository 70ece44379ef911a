import { z } from 'zod';
import { ANSWER_CONTRACTS, COMMAND_CONTRACTS } from './command.contract.js';
import { EVENT_CONTRACTS } from './event-data.contract.js';
import { TOPICS, type Topic } from './topics.js';

/** https://www.asyncapi.com/docs/reference/specification/v3.0.0 */

interface MessageContract {
  readonly topic: Topic;
  readonly summary: string;
  readonly data: z.ZodType;
}

type Json = Readonly<Record<string, unknown>>;

const CONTRACTS: Readonly<Record<string, MessageContract>> = {
  ...EVENT_CONTRACTS,
  ...ANSWER_CONTRACTS,
  ...COMMAND_CONTRACTS,
};

const CHANNELS: readonly [name: string, topic: Topic, description: string][] = [
  ['episode', TOPICS.episode, 'What happens to episodes, in order for each.'],
  ['timeline', TOPICS.timeline, 'New versions of timelines, with what changed.'],
  ['character', TOPICS.character, 'Characters of casts, in order for each cast.'],
  ['clip', TOPICS.clip, 'Clips that are ready or could not be cut.'],
  ['command', TOPICS.command, 'What Castline is asked to do. The extension `tenant` names the tenant.'],
  ['answer', TOPICS.answer, "What became of commands; the extension `commandid` is the command's id."],
];

/** The data of every event, answer and command, by type, as JSON Schema. */
export function describeSchemas(): Readonly<Record<string, Json>> {
  const entries = Object.entries(CONTRACTS).map(([type, { summary, data }]) => {
    const { $schema, ...schema } = z.toJSONSchema(data, { target: 'draft-7', io: 'input' });
    return [type, { $schema, title: type, description: summary, ...schema }] as const;
  });
  return Object.fromEntries(entries);
}

/** The AsyncAPI document of everything that Castline tells Kafka and is told there. */
export function describeEventApi(): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Castline',
      version: '1',
      description:
        'Who is on screen when in a cartoon episode, and the clips. CloudEvents 1.0 in binary mode: the attributes are headers `ce_*`. The key is the id of the episode (of the cast, for characters). Every event is told at least once, again under the same `ce_id`, and those of one key in order.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { kafka: { host: 'kafka:9092', protocol: 'kafka' } },
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel[0], channelOf(...channel)])),
    operations: Object.fromEntries(CHANNELS.map(([name]) => operationOf(name))),
    components: { messages: Object.fromEntries(Object.entries(CONTRACTS).map(messageOf)) },
  };
}

function channelOf(name: string, topic: Topic, description: string): Json {
  const types = Object.keys(CONTRACTS).filter((type) => CONTRACTS[type]?.topic === topic);
  const messages = types.map((type) => [nameOf(type), { $ref: `#/components/messages/${nameOf(type)}` }]);
  return {
    address: topic,
    title: name,
    description,
    messages: Object.fromEntries(messages),
    bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
  };
}

function operationOf(name: string): [string, Json] {
  const channel = { $ref: `#/channels/${name}` };
  if (name !== 'command') return [`tell.${name}`, { action: 'send', channel }];
  return ['obey.command', { action: 'receive', channel, reply: { channel: { $ref: '#/channels/answer' } } }];
}

function messageOf([type, { summary }]: [string, MessageContract]): [string, Json] {
  const { $schema: _, ...payload } = describeSchemas()[type] ?? {};
  return [
    nameOf(type),
    {
      name: type,
      title: type,
      summary,
      contentType: 'application/json',
      headers: headersOf(type),
      payload,
      bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
    },
  ];
}

function headersOf(type: string): Json {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'],
    properties: {
      ce_specversion: { const: '1.0' },
      ce_id: text,
      ce_source: { type: 'string', format: 'uri-reference' },
      ce_type: { const: type },
      ce_subject: text,
      ce_time: { type: 'string', format: 'date-time' },
      ce_tenant: text,
      ce_commandid: text,
      ce_partitionkey: text,
      traceparent: { type: 'string', description: 'https://www.w3.org/TR/trace-context/' },
    },
  };
}

/** Names of components have no dots. */
function nameOf(type: string): string {
  return type.replaceAll('.', '-');
}
