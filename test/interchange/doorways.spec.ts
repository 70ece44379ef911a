import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { exportedEditListSchema } from '#contracts/exports.contract.js';
import { EXPORT_FORMAT_NAMES } from '#domain/interchange/export-formats.js';
import { type CliRun, Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import { framesOf, makeMarkedCast, makeMarkedFilm } from '../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;
let server: CastlineServer;
let episodeId: string;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('第1話 film.mp4'));
  const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', 小明: 'magenta' });
  const analyzed = await place.run(['--json', 'analyze', film, '--cast', cast, '--out', place.path('out')]);
  assert.equal(analyzed.code, 0, analyzed.stderr + analyzed.stdout);
  episodeId = String(analyzed.lines.at(-1)?.['episodeId']);
  server = await startServer(place);
});
after(() => place.close());

const exported = (...args: string[]): Promise<CliRun> => place.run(['export', film, ...args]);
/** Ruby is alone in the first shot, with 小明 in the second; 小明 is alone in the last. */
const [rubyStart, rubyEnd] = [framesOf('red')[0]![0], framesOf('red')[1]![1]];
const [together] = framesOf('magenta');

const eventsOf = (text: string): unknown[] =>
  exportedEditListSchema.parse(JSON.parse(text)).events.map(({ name, frames }) => [name, ...frames]);

describe('castline export', () => {
  it('writes every format into a folder, under names of their own', async () => {
    const folder = place.path('exports');
    for (const format of EXPORT_FORMAT_NAMES) {
      const run = await exported('--format', format, '--out', `${folder}/`);
      assert.equal(run.code, 0, run.stderr);
      const [path] = run.stdout.trim().split('\n');
      assert.ok(readFileSync(path!).length > 0);
    }
    assert.deepEqual(
      readdirSync(folder).sort(),
      ['chapters.vtt', 'csv', 'edl', 'fcpxml', 'json', 'losslesscut.csv', 'mlt', 'otio', 'vtt', 'xml'].map(
        (extension) => `第1話-film_24fps.${extension}`,
      ),
    );
  });

  it('writes every appearance, to the frame, and names the file where it lies', async () => {
    const path = place.path('all.json');
    assert.equal((await exported('--format', 'json', '--out', path)).code, 0);
    assert.deepEqual(eventsOf(readFileSync(path, 'utf8')), [
      ['Ruby', rubyStart, rubyEnd],
      ...framesOf('magenta').map((range) => ['小明', ...range]),
    ]);
    const otio = place.path('all.otio');
    assert.equal((await exported('--format', 'otio', '--out', otio)).code, 0);
    assert.match(readFileSync(otio, 'utf8'), /"target_url": "file:\/\/\/.*%E7%AC%AC1%E8%A9%B1%20film\.mp4"/);
  });

  it('writes a cut list of a query', async () => {
    const path = place.path('cuts.json');
    const run = await exported('--format', 'json', '--query', 'ruby SOLO', '--merge-gap', '0', '--out', path);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(eventsOf(readFileSync(path, 'utf8')), [['Ruby', rubyStart, together![0]]]);
  });

  it('answers a query without scenes with an empty file and a word', async () => {
    const path = place.path('none.edl');
    const run = await exported('--format', 'edl', '--query', 'ruby >= 1min', '--out', path);
    assert.equal(run.code, 0);
    assert.match(run.stderr, /warning: no scene answers "ruby >= 1min"/);
    assert.doesNotMatch(readFileSync(path, 'utf8'), /^\d{3} /m);
  });

  const refused: [string[], number, RegExp][] = [
    [['--query', 'ruby > 3s'], 2, /expected >= .*\[QUERY\.SYNTAX\]\n {2}ruby > 3s\n {7}\^\n$/s],
    [['--query', '小明 AND rubi'], 3, /did you mean "Ruby"\? \[QUERY.*\]\n {2}小明 AND rubi\n {11}\^\n$/s],
    [['--shape', 'cuts'], 2, /EXPORT\.QUERY_MISSING/],
    [['--start-timecode', '01:00:00;00'], 2, /EXPORT\.START_TIMECODE/],
    [['--reel', 'much too long'], 2, /EXPORT\.REEL/],
  ];
  for (const [flags, code, message] of refused) {
    it(`refuses ${flags.join(' ')} with ${code} and writes nothing`, async () => {
      const run = await exported('--format', 'edl', '--out', place.path('refused', 'x.edl'), ...flags);
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stderr, message);
      assert.ok(!readdirSync(place.folder).includes('refused'));
    });
  }
});

describe('GET /episodes/:id/exports/:format', () => {
  const ask = (tail: string) => server.fetch(`episodes/${episodeId}/exports/${tail}`);

  it('sends every format as a download under its real name', async () => {
    for (const format of EXPORT_FORMAT_NAMES) {
      const response = await ask(format);
      assert.equal(response.status, 200, format);
      assert.match(
        response.headers.get('Content-Disposition')!,
        /^attachment; filename="_1_-film_24fps\.\S+"; filename\*=UTF-8''%E7%AC%AC1%E8%A9%B1-film_24fps\.\S+$/,
      );
      assert.equal(response.headers.get('Castline-Parts'), '1');
      assert.ok((await response.text()).length > 0);
    }
  });

  it('names no path of the server', async () => {
    for (const format of EXPORT_FORMAT_NAMES)
      assert.ok(!(await (await ask(format)).text()).includes(place.folder), format);
  });

  it('answers a query as the command does', async () => {
    const query = encodeURIComponent('ruby AND 小明');
    const response = await ask(`json?query=${query}&mergeGapSeconds=0`);
    assert.deepEqual(eventsOf(await response.text()), [['Ruby + 小明', ...together!]]);
    assert.equal(response.headers.get('Castline-Events'), '1');
  });

  const refused: [string, number, string][] = [
    ['pdf', 404, 'EXPORT.UNKNOWN_FORMAT'],
    ['edl?query=ruby%20AND', 400, 'QUERY.SYNTAX'],
    ['edl?query=nobody', 404, 'QUERY.UNKNOWN_CHARACTER'],
    ['edl?shape=cuts', 400, 'EXPORT.QUERY_MISSING'],
    ['edl?shape=circles', 400, 'REQUEST.INVALID'],
    ['edl?colour=red', 400, 'REQUEST.INVALID'],
    ['edl?part=2', 404, 'EXPORT.PART_MISSING'],
    ['edl?paddingSeconds=-1', 400, 'REQUEST.INVALID'],
  ];
  for (const [tail, status, code] of refused) {
    it(`refuses ${tail} with ${status} ${code}`, async () => {
      const response = await ask(tail);
      assert.equal(response.status, status);
      assert.match(response.headers.get('Content-Type')!, /^application\/problem\+json/);
      assert.equal(((await response.json()) as { code: string }).code, code);
    });
  }
});
