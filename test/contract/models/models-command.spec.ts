// Other models from the command line: added, chosen, checked, and never mixed with what another model read.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { EmbedderManifest } from '#adapters/onnx/manifest.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { exampleManifests, plugInEmbedder } from '../../factories/plug-in-models.js';
import { embedderManifest, meanColourEmbedder, writeModelFolder } from '../../factories/stand-in-models.js';
import { type CliRun, fractionsOf, Workplace } from '../../fixtures/processes/castline-cli.js';
import { makeMarkedCast, makeMarkedFilm } from '../../fixtures/videos/marked-film.js';

let place: Workplace;
let ccip: string;
before(async () => {
  place = await Workplace.open();
  const manifest = exampleManifests().get('ccip-features') as EmbedderManifest;
  const { sha256: _placeholder, ...rest } = manifest;
  // of the marks' few pixels nothing but the face tells them apart
  const input = { ...manifest.input, cropBox: 'face', cropScale: 1 };
  ccip = await writeModelFolder(
    place.path('given', 'ccip'),
    { ...rest, input, thresholds: { same: 0.9, margin: 0.01, face: 0 } },
    plugInEmbedder(manifest),
  );
});
after(() => place.close());

const models = (...args: string[]): Promise<CliRun> => place.run(['--json', 'models', ...args]);

interface Listed {
  readonly name: string;
  readonly origin: string;
  readonly inUse: boolean;
  readonly problem: string | null;
  readonly bytes: number;
}

async function list(env?: Record<string, string>): Promise<Map<string, Listed>> {
  const { lines } = await place.run(['--json', 'models', 'list'], env ? { env } : {});
  const listed = lines.find(({ event }) => event === 'models')!['models'] as Listed[];
  return new Map(listed.map((model) => [model.name, model]));
}

async function assertFails(run: Promise<CliRun>, exitCode: number, code: string): Promise<CliRun> {
  const ended = await run;
  assert.equal(ended.code, exitCode, ended.stdout);
  assert.equal(ended.lines.at(-1)?.['code'], code);
  return ended;
}

describe('castline models', () => {
  it('lists the shipped models, which are in use', async () => {
    const listed = await list();
    assert.deepEqual([...listed.keys()], ['castline-embed-v1', 'castline-face-v1']);
    for (const model of listed.values()) {
      assert.deepEqual([model.origin, model.inUse, model.problem], ['shipped', true, null]);
      assert.ok(model.bytes > 0);
    }
  });

  it('adds a model under the id of its manifest, with nothing but the files it needs', async () => {
    writeFileSync(join(ccip, 'notes.txt'), 'mine');
    writeFileSync(join(ccip, 'LICENSE'), 'theirs');
    const { code, stdout } = await models('add', ccip);
    assert.equal(code, 0, stdout);
    assert.deepEqual(readdirSync(join(place.home, 'models', 'ccip-features')).sort(), [
      'LICENSE',
      'manifest.json',
      'model.onnx',
    ]);
    const added = (await list()).get('ccip-features');
    assert.deepEqual([added?.origin, added?.inUse], ['added', false]);
  });

  it('does not put a model into the place of another unless told to', async () => {
    await assertFails(models('add', ccip), 5, 'MODEL.EXISTS');
    await assertFails(models('add', ccip, '--name', 'castline-embed-v1', '--replace'), 5, 'MODEL.EXISTS');
    await assertFails(models('add', ccip, '--name', '../elsewhere'), 2, 'MODEL.BAD_NAME');
    assert.equal((await models('add', ccip, '--replace')).code, 0);
    assert.deepEqual(readdirSync(join(place.home, 'models')), ['ccip-features']);
  });

  it('adds nothing of a model that is damaged or answers otherwise than promised', async () => {
    const spoil = (name: string, more: object): Promise<string> =>
      writeModelFolder(place.path('given', name), { ...embedderManifest, id: name, ...more }, meanColourEmbedder());
    await assertFails(models('add', await spoil('damaged', { sha256: 'f'.repeat(64) })), 6, 'MODEL.CHECKSUM');
    await assertFails(models('add', await spoil('longer', { dimensions: 256 })), 6, 'MODEL.INVALID');
    await assertFails(models('add', place.path('nowhere')), 6, 'MODEL.MISSING');
    assert.deepEqual(readdirSync(join(place.home, 'models')), ['ccip-features']);
  });

  it('uses what was chosen, the environment winning', async () => {
    const { code, lines } = await models('use', 'ccip-features');
    assert.equal(code, 0);
    assert.equal(lines.at(-1)?.['setting'], 'embedder');
    assert.deepEqual(JSON.parse(readFileSync(join(place.home, 'settings.json'), 'utf8')), {
      embedder: 'ccip-features',
    });
    const chosen = await list();
    assert.deepEqual(
      [...chosen.values()].filter(({ inUse }) => inUse).map(({ name }) => name),
      ['castline-face-v1', 'ccip-features'],
    );
    const forced = await list({ CASTLINE_EMBEDDER: 'castline-embed-v1' });
    assert.equal(forced.get('ccip-features')?.inUse, false);
    await assertFails(models('use', 'nobody'), 3, 'MODEL.UNKNOWN');
    await models('use', 'castline-embed-v1');
  });

  it('tells a model that was damaged since', async () => {
    await models('add', ccip, '--name', 'spoilt');
    writeFileSync(join(place.home, 'models', 'spoilt', 'model.onnx'), 'not a model');
    assert.match((await list()).get('spoilt')?.problem ?? '', /expected sha256/);
    await assertFails(models('verify', 'spoilt'), 6, 'MODEL.CHECKSUM');
    const all = await models('verify');
    assert.equal(all.code, 6);
    assert.equal(all.lines.filter(({ event }) => event === 'model-verified').length, 3);
  });

  it('says what is wrong with settings that somebody broke', async () => {
    const path = join(place.home, 'settings.json');
    const good = readFileSync(path);
    writeFileSync(path, '{"embedder": 7}');
    await assertFails(models('list'), 2, 'CONFIG.SETTINGS_INVALID');
    writeFileSync(path, good);
  });
});

describe('An episode under two embedders', () => {
  it('is scanned anew with each, and named by what that one read', async () => {
    const film = makeMarkedFilm(place.path('film.mp4'));
    const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
    const analyze = (out: string): Promise<CliRun> =>
      place.run(['--json', 'analyze', film, '--cast', cast, '--out', place.path(out)]);
    const timelineIn = (out: string): Timeline =>
      JSON.parse(readFileSync(place.path(out, 'timeline.json'), 'utf8')) as Timeline;
    const first = await analyze('first');
    assert.equal(first.code, 0, first.stdout);
    assert.ok(fractionsOf(first, 'scan').length > 0);
    await models('use', 'ccip-features');
    const second = await analyze('second');
    assert.equal(second.code, 0, second.stdout);
    assert.ok(fractionsOf(second, 'scan').length > 0, 'a new embedder, a new scan');
    assert.ok(existsSync(place.path('second', 'report.html')));
    assert.equal(timelineIn('first').models.embedder, 'mean-colour@1.0.0');
    assert.equal(timelineIn('second').models.embedder, 'ccip-features@1');
    for (const out of ['first', 'second'])
      assert.deepEqual(timelineIn(out).characters.map(({ name }) => name).sort(), ['Ruby', 'Violet']);
    const third = await analyze('second');
    assert.deepEqual(fractionsOf(third, 'scan'), [], 'nothing changed, nothing is decoded');
  });
});
