import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trimCues } from './trim-cues.js';

const film = (...cues: string[]): string =>
  ['[Script Info]', '', '[Events]', 'Format: Layer, Start, End, Style, Text', ...cues, ''].join('\n');
const cue = (from: string, to: string, text: string): string => `Dialogue: 0,${from},${to},Default,${text}`;

describe('trimCues', () => {
  it('keeps what is said in the clip, on the clock of the clip', () => {
    const before = cue('0:00:01.00', '0:00:02.00', 'before');
    const within = cue('0:00:11.50', '0:00:12.25', 'within, {\\i1}a comma\\Nand a second line');
    const after = cue('1:00:30.00', '1:00:31.00', 'after');
    assert.equal(
      trimCues(film(before, within, after), 10, 20),
      film(cue('0:00:01.50', '0:00:02.25', 'within, {\\i1}a comma\\Nand a second line')),
    );
  });

  it('cuts a cue where the clip begins and ends', () => {
    const long = cue('0:00:00.00', '1:59:59.99', 'on and on');
    assert.equal(trimCues(film(long), 3661.005, 7261.5), film(cue('0:00:00.00', '0:58:58.98', 'on and on')));
    assert.equal(
      trimCues(film(long), 3600, 3600 + 3600.25),
      film(cue('0:00:00.00', '0:59:59.99', 'on and on')),
    );
    assert.equal(trimCues(film(long), 10, 12.34), film(cue('0:00:00.00', '0:00:02.34', 'on and on')));
  });

  it('is nothing where nothing is said, also by cues that only touch the clip', () => {
    assert.equal(
      trimCues(film(cue('0:00:01.00', '0:00:02.00', 'until'), cue('0:00:05.00', '0:00:06.00', 'from')), 2, 5),
      undefined,
    );
    assert.equal(trimCues(film('Dialogue: what is this'), 0, 5), undefined);
  });
});
