import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exportedEditListSchema } from '#contracts/exports.contract.js';
import { EXPORT_FORMAT_NAMES } from '#domain/interchange/export-formats.js';
import { makeExportRequest } from '../../../test/factories/export-request.factory.js';
import { buildEditList } from './build-edit-list.js';
import { exportTimeline } from './export-timeline.js';

const PAL = { num: 25, den: 1 };
// prettier-ignore
const FILM = {
  rate: PAL,
  frames: 100,
  seen: { Alice: [[0, 40], [60, 90]], Bob: [[30, 70]] } as const,
  cuts: [30, 50],
};
const rangesOf = (request: Parameters<typeof buildEditList>[0]) =>
  buildEditList(request).list.events.map(({ name, range }) => [name, range.start, range.end]);

describe('buildEditList', () => {
  it('marks every appearance in the order of the film', () =>
    assert.deepEqual(rangesOf(makeExportRequest(FILM)), [
      ['Alice', 0, 40],
      ['Bob', 30, 70],
      ['Alice', 60, 90],
    ]));

  it('names the scenes of a query by whom of its characters they show', () => {
    const request = makeExportRequest(FILM, { query: 'alice OR bob AND NOT alice', shape: 'cuts' });
    assert.deepEqual(rangesOf(request), [['Alice + Bob', 0, 90]]);
    assert.deepEqual(rangesOf({ ...request, query: 'NOT (alice OR bob)' }), [
      ['NOT (alice OR bob)', 90, 100],
    ]);
  });

  it('answers a query without scenes with an empty list and a word', () => {
    const { list, remarks } = buildEditList(
      makeExportRequest(FILM, { query: 'alice >= 1min', shape: 'cuts' }),
    );
    assert.deepEqual(list.events, []);
    assert.deepEqual(remarks, ['no scene answers "alice >= 1min"']);
  });

  it('makes chapters of shots with the same cast', () =>
    assert.deepEqual(
      buildEditList(makeExportRequest(FILM)).list.chapters.map(({ name, start, end }) => [
        name,
        start.frame,
        end.frame,
      ]),
      [
        ['Alice', 0, 30],
        ['Alice, Bob', 30, 100],
      ],
    ));

  it('refuses a cut list of everything', () =>
    assert.throws(() => buildEditList(makeExportRequest(FILM, { shape: 'cuts' })), {
      code: 'EXPORT.QUERY_MISSING',
    }));

  it('counts drop-frame where it is due unless told otherwise', () => {
    const ntsc = { ...FILM, rate: { num: 30000, den: 1001 } };
    const of = (startTimecode: string | null) => {
      const { timecode, startFrame } = buildEditList(makeExportRequest(ntsc, { startTimecode })).list;
      return [timecode.isDropFrame, startFrame];
    };
    assert.deepEqual(of(null), [true, 0]);
    assert.deepEqual(of('01:00:00;00'), [true, 107_892]);
    assert.deepEqual(of('01:00:00:00'), [false, 108_000]);
    assert.throws(() => of('1h'), { code: 'EXPORT.START_TIMECODE', message: /hh:mm:ss;ff/ });
    assert.throws(() => buildEditList(makeExportRequest(FILM, { startTimecode: '01:00:00;00' })), {
      code: 'EXPORT.START_TIMECODE',
    });
  });

  it('conforms a varying rate by time, keeps every appearance, and says so in the file', () => {
    const variableTicks = [0, 40, 80, 81, 82, 200, 240];
    const film = { rate: PAL, frames: 7, variableTicks, seen: { Alice: [[1, 3]], Bob: [[3, 4], [4, 6]] } as const }; // prettier-ignore
    const request = makeExportRequest(film);
    assert.deepEqual(rangesOf(request), [
      ['Alice', 1, 2],
      ['Bob', 2, 3],
      ['Bob', 2, 6],
    ]);
    for (const format of ['otio', 'edl', 'fcpxml', 'fcp7', 'vtt', 'json'] as const) {
      const { files, notes } = exportTimeline({ ...request, format, reel: 'AX' });
      assert.match(files[0]!.text, /frame rate of the source varies/, format);
      assert.match(notes[0]!, /constant 25 fps \(25\/1\)/);
    }
  });

  it('lets no two cuts share a frame after conforming', () => {
    const film = { rate: PAL, frames: 6, variableTicks: [0, 40, 50, 60, 70, 120], seen: { Alice: [[1, 2], [3, 4], [5, 6]] } as const }; // prettier-ignore
    const request = makeExportRequest(film, { query: 'alice', shape: 'cuts' });
    assert.deepEqual(rangesOf(request), [
      ['Alice', 1, 2],
      ['Alice', 2, 3],
      ['Alice', 3, 4],
    ]);
  });
});

describe('exportTimeline', () => {
  it('names files by episode, query and rate', () => {
    const request = makeExportRequest({
      ...FILM,
      fileName: '../第1話: "x".mkv',
      rate: { num: 30000, den: 1001 },
    });
    const nameOf = (query: string | null) =>
      exportTimeline({ ...request, query, format: 'edl', reel: 'AX' }).files.map(({ name }) => name);
    assert.deepEqual(nameOf(null), ['第1話-x_29.97df.edl']);
    assert.deepEqual(nameOf('alice AND NOT bob'), ['第1話-x_alice-AND-NOT-bob_29.97df.edl']);
  });

  it('refuses a reel name that an EDL cannot hold', () => {
    for (const reel of ['', 'NINECHARS', 'A 1', 'ナミ'])
      assert.throws(() => exportTimeline({ ...makeExportRequest(FILM), format: 'edl', reel }), {
        code: 'EXPORT.REEL',
      });
  });

  it('writes JSON that keeps its contract', () => {
    const [file] = exportTimeline({ ...makeExportRequest(FILM), format: 'json', reel: 'AX' }).files;
    const parsed = exportedEditListSchema.parse(JSON.parse(file!.text));
    assert.deepEqual(parsed.events.map(({ frames }) => frames), [[0, 40], [30, 70], [60, 90]]); // prettier-ignore
  });

  it('writes something in every format for an episode in which nobody appears', () => {
    const request = makeExportRequest({ ...FILM, seen: {} });
    for (const format of EXPORT_FORMAT_NAMES) {
      const { files, events } = exportTimeline({ ...request, format, reel: 'AX' });
      assert.equal(events, 0);
      assert.equal(files.length, 1, format);
    }
  });
});
