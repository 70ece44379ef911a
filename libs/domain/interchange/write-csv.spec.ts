import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeEditEvent, makeEditList } from '../../../test/factories/edit-list.factory.js';
import { writeCsv, writeLosslessCut } from './write-csv.js';

const named = (name: string) => makeEditList({ events: [makeEditEvent(10, 35, { name, form: 'armour' })] });

describe('writeCsv', () => {
  it('has a head and no rows for nothing', () =>
    assert.equal(
      writeCsv(makeEditList({ events: [] })),
      '\ufeffname,character_ids,form,confidence,start_ms,end_ms,start_timecode,end_timecode,start_frame,end_frame\r\n',
    ));

  it('says every time in three ways', () =>
    assert.match(
      writeCsv(named('小明')),
      /\r\n小明,ch_alice,armour,0.9,400,1400,00:00:00:10,00:00:01:10,10,35\r\n$/,
    ));

  const cells: [string, string][] = [
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("x"),1', `"'=HYPERLINK(""x""),1"`],
    ['Lee, "Anna"', '"Lee, ""Anna"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
  ];
  for (const [name, cell] of cells) {
    it(`writes ${JSON.stringify(name)} as text`, () => {
      assert.ok(writeCsv(named(name)).includes(`\r\n${cell},ch_alice,`));
      assert.equal(writeLosslessCut(named(name)), `0.4,1.4,${cell}\n`);
    });
  }
});
