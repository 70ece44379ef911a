import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeEditEvent, makeEditList } from '../../../test/factories/edit-list.factory.js';
import { makePoint } from '../../../test/factories/timeline.factory.js';
import { writeVtt, writeVttChapters } from './write-vtt.js';

describe('writeVtt', () => {
  it('is a head only for nothing', () =>
    assert.equal(writeVtt(makeEditList({ events: [] })), 'WEBVTT\n\nNOTE Episode 1\n'));

  it('carries JSON without an arrow in it', () => {
    const event = makeEditEvent(90_000, 90_025, { name: 'a --> b' });
    const [, , cue] = writeVtt(makeEditList({ events: [event], title: 'x --> y' })).split('\n\n');
    const [number, times, json] = cue!.trimEnd().split('\n');
    assert.deepEqual([number, times], ['1', '01:00:00.000 --> 01:00:01.000']);
    assert.ok(!json!.includes('-->'));
    const { name, frames, rate } = JSON.parse(json!) as Record<string, unknown>;
    assert.deepEqual({ name, frames, rate }, { name: 'a --> b', frames: [90_000, 90_025], rate: '25/1' });
  });
});

describe('writeVttChapters', () => {
  it('names chapters as text, not as tags', () => {
    const chapters = [{ name: 'Ann & <Bob>', start: makePoint(0), end: makePoint(50) }];
    assert.equal(
      writeVttChapters(makeEditList({ chapters, notes: ['the rate varies'] })),
      'WEBVTT\n\nNOTE Episode 1 - the rate varies\n\n1\n00:00:00.000 --> 00:00:02.000\nAnn &amp; &lt;Bob&gt;\n',
    );
  });
});
