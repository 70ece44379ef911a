import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rational } from '#domain/time/rational.js';
import { makeExportRequest } from '../../../test/factories/export-request.factory.js';
import type { ExportRequest } from './build-edit-list.js';
import { exportSeries } from './export-timeline.js';
import { joinEditLists } from './join-edit-lists.js';

const PAL = { num: 25, den: 1 };
const FILM = { num: 24, den: 1 };

function episode(number: number, rate: Rational, overrides: Partial<ExportRequest> = {}): ExportRequest {
  const seen = { Alice: [[10 * number, 10 * number + 8]] as const };
  const named = { fileName: `${number}.mp4`, episodeId: `ep-${number}` };
  const film = { rate, frames: 100 * number, seen, ...named };
  return makeExportRequest(film, { query: 'alice', shape: 'cuts', ...overrides });
}

describe('joinEditLists', () => {
  it('needs an episode, and cuts', () => {
    assert.throws(() => joinEditLists('Series', []), { code: 'EXPORT.NO_EPISODES' });
    const markers = episode(1, PAL, { shape: 'markers' });
    assert.throws(() => joinEditLists('Series', [markers]), { code: 'EXPORT.SHAPE' });
  });

  it('puts the scenes one after another, each with the file that it is of', () => {
    const { list } = joinEditLists('Series', [episode(2, PAL), episode(1, PAL)]);
    assert.deepEqual([list.title, list.episodeId, list.chapters], ['Series', null, []]);
    assert.deepEqual(
      list.events.map(({ range, source }) => [
        source?.episodeId,
        source?.media.frames,
        range.start,
        range.end,
      ]),
      [
        ['ep-2', 200, 20, 28],
        ['ep-1', 100, 10, 18],
      ],
    );
  });

  it('counts frames at the rate that most of them have, and says whose were conformed', () => {
    const { list } = joinEditLists('Series', [episode(1, FILM), episode(2, PAL), episode(3, PAL)]);
    assert.deepEqual(list.timecode.rate, PAL);
    assert.deepEqual(
      list.notes.map((note) => note.slice(0, 29)),
      ['1.mp4: the source has 24 fps '],
    );
    // 10/24 s and 18/24 s, in frames of a 25th
    assert.deepEqual(list.events[0]!.range, { start: 10, end: 19 });
  });

  it('says which episode has no such scene', () => {
    const none = episode(2, PAL, { query: 'alice >= 1min' });
    const { list, remarks } = joinEditLists('Series', [episode(1, PAL), none]);
    assert.equal(list.events.length, 1);
    assert.deepEqual(remarks, ['2.mp4: no scene answers "alice >= 1min"']);
  });
});

describe('exportSeries', () => {
  it('refuses formats that are about one video, and names the others', () => {
    const request = { title: 'Series', episodes: [episode(1, PAL)], reel: 'AX' };
    for (const format of ['vtt', 'vtt-chapters', 'losslesscut'] as const)
      assert.throws(() => exportSeries({ ...request, format }), {
        code: 'EXPORT.ONE_EPISODE',
        message: /otio/,
      });
    for (const format of ['otio', 'edl', 'fcpxml', 'fcp7', 'mlt', 'csv', 'json'] as const)
      assert.equal(exportSeries({ ...request, format }).events, 1, format);
  });
});
