import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { FACE_FIELDS } from '../fixtures/processes/face-fields.js';
import { makeMarkedCast, makeMarkPicture } from '../fixtures/videos/marked-film.js';

interface Face {
  readonly box: readonly number[];
  readonly score: number;
  readonly name: string | null;
  readonly similarity: number | null;
  readonly expression: string;
  readonly pose: { readonly yaw: number; readonly pitch: number; readonly roll: number } | null;
}
type Answer = Readonly<Record<string, readonly Face[]>>;

let place: Workplace;
let cast: string;
let both: string;
let none: string;

before(async () => {
  place = await Workplace.open();
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  both = makeMarkPicture(place.path('both.png'), ['red', 'magenta']);
  none = makeMarkPicture(place.path('none.png'), []);
});
after(() => place.close());

describe('castline who', () => {
  it('prints one JSON document, by picture, and nothing else on stdout', async () => {
    const run = await place.run(['--json', 'who', both, none, '--cast', cast]);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.lines.length, 1);
    const answer = JSON.parse(run.stdout) as Answer;
    assert.deepEqual(Object.keys(answer), [both, none]);
    assert.deepEqual(answer[none], []);
    assert.deepEqual(answer[both]!.map(({ name }) => name).sort(), ['Ruby', 'Violet']);
    for (const face of answer[both]!) {
      assert.deepEqual(Object.keys(face), FACE_FIELDS);
      assert.ok(face.score > 0.5 && face.score <= 1);
      assert.ok(face.similarity! > 0.9 && face.similarity! <= 1);
      assert.equal(face.expression, 'happy');
      assert.ok(Number.isInteger(face.pose!.yaw) && face.pose!.yaw > 0, 'red turns to the right');
    }
  });

  it('gives boxes as x1, y1, x2, y2 in pixels of the picture', async () => {
    const { stdout } = await place.run(['who', both, '--cast', cast, '--json']);
    const faces = (JSON.parse(stdout) as Answer)[both]!;
    const boxOf = (wanted: string): readonly number[] => faces.find(({ name }) => name === wanted)!.box;
    // where the marks are painted, give or take a cell of the stand-in detector
    const painted: [string, number[]][] = [
      ['Ruby', [320, 120, 344, 144]],
      ['Violet', [480, 160, 504, 184]],
    ];
    for (const [name, corners] of painted) {
      const box = boxOf(name);
      assert.equal(box.length, 4);
      corners.forEach((corner, at) => assert.ok(Math.abs(box[at]! - corner) <= 12, `${name}: ${box.join()}`));
    }
  });

  it('names nobody without a cast', async () => {
    const { code, stdout } = await place.run(['who', both, '--json']);
    assert.equal(code, 0);
    const faces = (JSON.parse(stdout) as Answer)[both]!;
    assert.deepEqual(
      faces.map(({ name, similarity }) => [name, similarity]),
      [
        [null, null],
        [null, null],
      ],
    );
  });

  it('tells a person the same in words', async () => {
    const run = await place.run(['who', both, none, '--cast', cast]);
    assert.match(run.stdout, /^ {2}Ruby \([\d.]+\) +happy +at \d+,\d+ to \d+,\d+, score [\d.]+$/m);
    assert.ok(run.stdout.includes(`${none}: no face`));
  });

  it('answers for the good pictures and says which are not', async () => {
    const broken = place.path('-broken\n图.png');
    writeFileSync(broken, 'no picture');
    const run = await place.run(['--json', 'who', both, place.path('missing.png'), broken]);
    assert.equal(run.code, 4);
    assert.deepEqual(Object.keys(JSON.parse(run.stdout) as object), [both]);
    const events = run.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; message: string; code?: string });
    const told = events.filter(({ event }) => event !== 'progress');
    assert.deepEqual(
      told.map(({ event }) => event),
      ['warning', 'warning', 'error'],
    );
    assert.match(told[0]!.message, /missing\.png/);
    assert.match(told[1]!.message, /broken\n图\.png/);
    assert.equal(told[2]!.code, 'PICTURE.SOME_UNREADABLE');
  });

  it('fails when no picture can be read', async () => {
    const run = await place.run(['who', place.path('missing.png')]);
    assert.equal(run.code, 3, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /^castline: .*missing\.png.*\[[A-Z_.]+\]$/m);
  });
});
