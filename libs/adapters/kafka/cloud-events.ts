import type { IHeaders, Message } from 'kafkajs';
import type { ReceivedCommand } from '#ports/command-consumer.port.js';
import type { CloudEvent } from '#ports/event-publisher.port.js';

// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md

/** In binary mode: the data is the message, the attributes are its headers. */
export function messageOf(event: CloudEvent): Message {
  const { key, id, source, type, subject, time, extensions, traceparent, data } = event;
  const attributes = { specversion: '1.0', id, source, type, subject, time, ...extensions };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) headers[`ce_${name}`] = value;
  return {
    key,
    value: JSON.stringify(data),
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(traceparent !== undefined && { traceparent }),
    },
  };
}

const STRUCTURED = 'application/cloudevents+json';
const OWN = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time', 'data', 'datacontenttype']);

/** Of a message in binary or in structured mode; what is no CloudEvent has no id and no type. */
export function receivedOf(message: { headers?: IHeaders; value: Buffer | null }): ReceivedCommand {
  const headers = textsOf(message.headers ?? {});
  const body = parsed(message.value);
  const isStructured = headers['content-type']?.toLowerCase().startsWith(STRUCTURED) === true;
  const attributes = isStructured ? attributesIn(body) : attributesOf(headers);
  const extensions = Object.entries(attributes).filter(([name]) => !OWN.has(name));
  return {
    id: attributes['id'],
    type: attributes['specversion']?.startsWith('1.') ? attributes['type'] : undefined,
    extensions: Object.fromEntries(extensions),
    traceparent: headers['traceparent'] ?? attributes['traceparent'],
    data: isStructured ? (body as { data?: unknown } | null | undefined)?.data : body,
  };
}

function attributesOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce_'));
  return Object.fromEntries(attributes.map(([name, value]) => [name.slice('ce_'.length), value]));
}

function attributesIn(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {};
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

/** Names of headers do not depend on their case; the last of several values counts. */
function textsOf(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name.toLowerCase()] = last.toString();
  }
  return texts;
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}
