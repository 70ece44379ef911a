import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeEditEvent, makeEditList } from '../../../test/factories/edit-list.factory.js';
import { writeEdl } from './write-edl.js';

const OPTIONS = { reel: 'AX' };
const linesOf = (text: string): string[] => text.split('\r\n');

describe('writeEdl', () => {
  it('has only a head where there are no cuts', () =>
    assert.deepEqual(writeEdl(makeEditList({ shape: 'cuts', events: [] }), OPTIONS), [
      'TITLE: Episode 1 (25 fps)\r\nFCM: NON-DROP FRAME\r\n\r\n',
    ]));

  it('puts cuts one after another from one hour on, out points exclusive', () => {
    const list = makeEditList({ shape: 'cuts', query: 'alice', startFrame: 25 * 3600 * 10 });
    assert.deepEqual(linesOf(writeEdl(list, { reel: 'A001' })[0]!).slice(3), [
      '001  A001     V     C        10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00',
      '* FROM CLIP NAME: Episode 1.mp4',
      '* COMMENT: Alice',
      '* QUERY: alice',
      '002  A001     V     C        10:00:02:10 10:00:02:11 01:00:02:00 01:00:02:01',
      '* FROM CLIP NAME: Episode 1.mp4',
      '* COMMENT: Alice',
      '* QUERY: alice',
      '',
    ]);
  });

  it('marks appearances with locators that say where they end', () => {
    const event = makeEditEvent(30, 60, { name: '小明', form: 'armour' });
    assert.deepEqual(linesOf(writeEdl(makeEditList({ events: [event] }), OPTIONS)[0]!).slice(3, 6), [
      '001  AX       V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00',
      '* FROM CLIP NAME: Episode 1.mp4',
      '* LOC: 01:00:01:05 RED     小明 (confidence 0.90, form armour) to 01:00:02:10',
    ]);
  });

  it('says drop-frame where it is', () => {
    const timecode = { rate: { num: 30000, den: 1001 }, isDropFrame: true };
    const list = makeEditList({ shape: 'cuts', timecode, events: [makeEditEvent(1800, 1801)] });
    const lines = linesOf(writeEdl(list, OPTIONS)[0]!);
    assert.equal(lines[0], 'TITLE: Episode 1 (29.97 fps)');
    assert.equal(lines[1], 'FCM: DROP FRAME');
    assert.match(lines[3]!, / 00:01:00;02 00:01:00;03 01:00:00;00 01:00:00;01$/);
  });

  it('begins a new file after 999 events, each file by itself', () => {
    const events = Array.from({ length: 2000 }, (_, i) => makeEditEvent(2 * i, 2 * i + 1));
    const files = writeEdl(makeEditList({ shape: 'cuts', events }), OPTIONS);
    const numbers = files.map((file) => linesOf(file).flatMap((line) => /^\d{3} /.exec(line) ?? []));
    assert.deepEqual(
      numbers.map((each) => [each.length, each[0], each.at(-1)]),
      [
        [999, '001 ', '999 '],
        [999, '001 ', '999 '],
        [2, '001 ', '002 '],
      ],
    );
    assert.match(files[1]!, /^TITLE: Episode 1 \(25 fps, 2 of 3\)/);
    assert.match(files[2]!, / 01:00:00:00 01:00:00:01\r\n/);
  });

  it('keeps every text on its line, and notes behind the first event', () => {
    const notes = ['the rate\nvaries'];
    const list = makeEditList({ shape: 'cuts', query: 'a\r\n002 b', notes });
    const lines = linesOf(writeEdl(list, OPTIONS)[0]!);
    assert.deepEqual(lines.slice(5, 8), ['* COMMENT: Alice', '* QUERY: a 002 b', '* NOTE: the rate varies']);
  });
});
