import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messageOf, receivedOf } from './cloud-events.js';

const EVENT = {
  topic: 'castline.clip.v1',
  key: 'ep-1',
  id: 'clip.ready.v1:ep-1:c',
  source: '/castline/tenants/default',
  type: 'clip.ready.v1',
  subject: 'ep-1',
  time: '2026-01-02T03:04:05.000Z',
  extensions: { tenant: 'default' },
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { clipId: 'c', query: 'Ä AND b' },
};

const bufferOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('CloudEvents in Kafka', () => {
  it('are written in binary mode: attributes as headers, data as the value', () => {
    const { key, value, headers } = messageOf(EVENT);
    assert.equal(key, 'ep-1');
    assert.deepEqual(JSON.parse(String(value)), EVENT.data);
    assert.deepEqual(headers, {
      ce_specversion: '1.0',
      ce_id: EVENT.id,
      ce_source: EVENT.source,
      ce_type: EVENT.type,
      ce_subject: 'ep-1',
      ce_time: EVENT.time,
      ce_tenant: 'default',
      'content-type': 'application/json',
      traceparent: EVENT.traceparent,
    });
  });

  it('are read in binary mode, whatever the case of the headers', () => {
    const headers = { CE_SpecVersion: '1.0', ce_id: bufferOf('7'), ce_type: ['old', 't'], ce_tenant: 'x' };
    const received = receivedOf({ headers, value: bufferOf({ episodeId: 'e' }) });
    const expected = { id: '7', type: 't', extensions: { tenant: 'x' }, traceparent: undefined };
    assert.deepEqual(received, { ...expected, data: { episodeId: 'e' } });
  });

  it('are read in structured mode', () => {
    const value = bufferOf({
      specversion: '1.0',
      id: '7',
      type: 't',
      source: '/me',
      tenant: 'x',
      data: { a: 1 },
    });
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    const { id, type, extensions, data } = receivedOf({ headers, value });
    assert.deepEqual([id, type, extensions, data], ['7', 't', { tenant: 'x' }, { a: 1 }]);
  });

  it('are not seen in what is none', () => {
    const nothing = {
      id: undefined,
      type: undefined,
      extensions: {},
      traceparent: undefined,
      data: undefined,
    };
    assert.deepEqual(receivedOf({ value: null }), nothing);
    assert.deepEqual(receivedOf({ headers: {}, value: bufferOf('{"half":') }), nothing);
    const structured = { 'content-type': 'application/cloudevents+json' };
    assert.deepEqual(receivedOf({ headers: structured, value: bufferOf('[1]') }), nothing);
    assert.deepEqual(receivedOf({ headers: structured, value: bufferOf('null') }), nothing);
    assert.equal(receivedOf({ headers: { ce_type: 't' }, value: bufferOf('{}') }).type, undefined);
  });
});
