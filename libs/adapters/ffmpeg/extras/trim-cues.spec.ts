import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trimCues } from './trim-cues.js';

const cue = (from: string, to: string, text: string): string =>
  `Dialogue: 0,${from},${to},Default,,0,0,0,,${text}`;
/** The cues of `[start, end)` of a film with these: start, end, text. */
function trimmed(start: number, end: number, ...cues: string[]): [string, string, string][] {
  const film = ['[Script Info]', '', '[Events]', 'Format: Layer, Start', ...cues, ''].join('\n');
  const lines = trimCues(film, start, end)?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('Dialogue: '))
    .map((line) => {
      const [, from, to] = line.split(',');
      return [from!, to!, line.split(',').slice(9).join(',')];
    });
}

describe('trimCues', () => {
  it('keeps what is said in the clip, on the clock of the clip', () =>
    assert.deepEqual(
      trimmed(
        10,
        20,
        cue('0:00:01.00', '0:00:02.00', 'before'),
        cue('0:00:11.50', '0:00:12.25', 'within, a comma\\Nand a second line'),
        cue('1:00:30.00', '1:00:31.00', 'after'),
      ),
      [['0:00:01.50', '0:00:02.25', 'within, a comma\\Nand a second line']],
    ));

  it('cuts a cue where the clip begins and ends', () => {
    const long = cue('0:00:00.00', '1:59:59.99', 'on and on');
    assert.deepEqual(trimmed(3661.005, 7261.5, long), [['0:00:00.00', '0:58:58.98', 'on and on']]);
    assert.deepEqual(trimmed(3600, 7200.25, long), [['0:00:00.00', '0:59:59.99', 'on and on']]);
    assert.deepEqual(trimmed(10, 12.34, long), [['0:00:00.00', '0:00:02.34', 'on and on']]);
  });

  it('shows together what is up together', () =>
    assert.deepEqual(
      trimmed(
        0,
        10,
        cue('0:00:01.00', '0:00:05.00', 'SIGN'),
        cue('0:00:02.00', '0:00:04.00', 'one speaker'),
        cue('0:00:03.00', '0:00:06.00', 'another'),
        cue('0:00:03.00', '0:00:06.00', 'another'),
        cue('0:00:07.00', '0:00:08.00', 'alone'),
      ),
      [
        ['0:00:01.00', '0:00:02.00', 'SIGN'],
        ['0:00:02.00', '0:00:03.00', 'SIGN\\None speaker'],
        ['0:00:03.00', '0:00:04.00', 'SIGN\\None speaker\\Nanother'],
        ['0:00:04.00', '0:00:05.00', 'SIGN\\Nanother'],
        ['0:00:05.00', '0:00:06.00', 'another'],
        ['0:00:07.00', '0:00:08.00', 'alone'],
      ],
    ));

  it('keeps bold, italic and underlined, to their end, and no other style', () =>
    assert.deepEqual(
      trimmed(
        0,
        10,
        cue('0:00:01.00', '0:00:02.00', '{\\an8\\i1\\fs70}thought{\\pos(3,4)} aloud'),
        cue('0:00:01.00', '0:00:02.00', '{\\c&H00FF00&}green'),
      ),
      [['0:00:01.00', '0:00:02.00', '{\\i1}thought aloud{\\r}\\Ngreen']],
    ));

  it('leaves drawings and empty lines out', () =>
    assert.deepEqual(
      trimmed(
        0,
        10,
        cue('0:00:01.00', '0:00:02.00', '{\\an7\\p1}m 0 0 l 100 0 100 100{\\p0}'),
        cue('0:00:01.00', '0:00:02.00', '{\\an8} '),
      ),
      [],
    ));

  it('is nothing where nothing is said, also by cues that only touch the clip', () => {
    const touching = [cue('0:00:01.00', '0:00:02.00', 'until'), cue('0:00:05.00', '0:00:06.00', 'from')];
    assert.equal(trimCues(touching.join('\n'), 2, 5), undefined);
    assert.equal(trimCues('Dialogue: what is this', 0, 5), undefined);
  });
});
