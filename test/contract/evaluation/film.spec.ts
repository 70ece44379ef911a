// A film with exact truth, from the command line down: what is right scores full marks, what is wrong is explained.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { FilmEvaluation } from '#pipeline/evaluate-film/evaluate-film.js';
import { type CliRun, Workplace } from '../../fixtures/processes/castline-cli.js';
import { makeMarkedCast, makeMarkedFilm } from '../../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;

/**
 * Where the stand-in sees a mark: 24x24 pixels around the first 8x8 cell that the mark fills. Marks move two pixels every
 * four frames of their shot.
 */
const boxAt = (shotFrame: number, index: number): [number, number, number, number] => {
  const [left, top] = [320 + 160 * index + 2 * Math.floor(shotFrame / 4), 120 + 40 * index];
  const [x, y] = [8 * Math.ceil(left / 8) - 8, top - 8];
  return [x, y, x + 24, y + 24];
};
const labels = {
  truth: {
    characters: ['Ruby', 'Violet'],
    range: [0, 11],
    seconds: {
      ...Object.fromEntries([0, 1, 2].map((second) => [second, { Ruby: 'f' }])),
      ...Object.fromEntries([3, 4, 5].map((second) => [second, { Ruby: 'f', Violet: 'f' }])),
      ...Object.fromEntries([8, 9, 10].map((second) => [second, { Violet: 'f' }])),
    } as Record<string, Record<string, string>>,
  },
  boxes: {
    '1': [{ id: 'Ruby', box: boxAt(24, 0) }],
    '2': [{ id: 'Ruby', box: boxAt(48, 0) }],
    '4': [
      { id: 'Ruby', box: boxAt(24, 0) },
      { id: 'Violet', box: boxAt(24, 1) },
    ],
    '5': [
      { id: 'Ruby', box: boxAt(48, 0) },
      { id: 'Violet', box: boxAt(48, 1) },
    ],
    '7': [],
  },
};

before(async () => {
  place = await Workplace.open();
  film = place.path('film');
  mkdirSync(film);
  makeMarkedFilm(place.path('film', 'episode.mp4'));
  makeMarkedCast(place.path('film', 'cast'), { Ruby: 'red', Violet: 'magenta' });
  label(labels);
});
after(() => place.close());

function label({ truth, boxes }: { truth: object; boxes: object }): void {
  writeFileSync(place.path('film', 'truth.json'), JSON.stringify(truth));
  writeFileSync(place.path('film', 'boxes.json'), JSON.stringify(boxes));
}

async function evaluate(...args: string[]): Promise<FilmEvaluation> {
  const run: CliRun = await place.run(['--json', 'eval', ...args]);
  assert.equal(run.code, 0, run.stderr + run.stdout);
  return run.lines.find(({ event }) => event === 'evaluated') as unknown as FilmEvaluation;
}

describe('castline eval film', () => {
  it('gives full marks where all is right', async () => {
    const evaluation = await evaluate('film', film, '--explain', '--adapt');
    const { named, discovered, detection, boxes, errors, discoveredErrors, adapted, byColour } = evaluation;
    assert.equal(named?.score.summary.microF1, 1);
    assert.deepEqual(named?.intervals.microF1, { low: 1, high: 1 });
    assert.deepEqual([named.wrongNameRate, named.intervals.wrongNameRate], [0, { low: 0, high: 0 }]);
    assert.equal(discovered?.score.summary.microF1, 1);
    assert.deepEqual(
      [discovered?.clustering?.tracks, discovered?.clustering?.f1, discovered?.clustering?.nmi],
      [3, 1, 1],
    );
    assert.deepEqual(discovered?.clustering?.intervals.purity, { low: 1, high: 1 });
    assert.deepEqual([detection?.faces, detection?.maxRecall], [6, 1]);
    assert.deepEqual(boxes?.purity, { tracks: 3, faces: 6, purity: 1, interval: { low: 1, high: 1 } });
    assert.deepEqual([boxes?.rank.trials, boxes?.rank.micro], [4 * 3 + 2 * 1, 1]);
    assert.equal(boxes?.colourRank.trials, 14);
    assert.deepEqual([errors, discoveredErrors], [[], []]);
    // marks of two colours on one ground
    assert.deepEqual(byColour, { named, discovered });
    // colours tell the two marks of the one shot apart already
    const { isAccepted, tried, hitsBefore } = adapted!;
    assert.deepEqual([isAccepted, hitsBefore], [false, tried]);
    assert.deepEqual(adapted!.discovered, discovered);
  });

  it('says why seconds are wrong', async () => {
    const seconds = {
      ...labels.truth.seconds,
      '7': { Violet: 'f' },
      '9': { Violet: 'f', Ruby: 'f' },
      '10': {},
    };
    label({ ...labels, truth: { ...labels.truth, seconds } });
    const { errors, discoveredErrors } = await evaluate('film', film, '--explain');
    label(labels);
    // what is wrong with names is here wrong without: each mark is one cluster
    for (const budget of [errors, discoveredErrors]) {
      assert.deepEqual(
        budget?.map(({ second, character, cause }) => [second, character, cause]),
        [
          [7, 'Violet', 'missed face'],
          [9, 'Ruby', 'missed face'],
          [10, 'Violet', 'nobody there'],
        ],
      );
    }
  });

  it('says why without a cast, and that there is nothing to explain without labelled seconds', async () => {
    const bare = place.path('bare');
    mkdirSync(bare);
    symlinkSync(place.path('film', 'episode.mp4'), join(bare, 'episode.mp4'));
    writeFileSync(join(bare, 'boxes.json'), JSON.stringify(labels.boxes));
    const unlabelled = await place.run(['eval', 'film', bare, '--explain']);
    assert.match(unlabelled.stderr, /--explain has nothing to explain: .* has no truth\.json/);
    writeFileSync(join(bare, 'truth.json'), JSON.stringify(labels.truth));
    const { stdout } = await place.run(['eval', 'film', bare, '--explain']);
    assert.match(stdout, /^error budget, discovered, as shipped: 0 wrong seconds$/m);
    assert.match(stdout, /^ {2}sampling +0 /m);
    assert.doesNotMatch(stdout, /with the cast folder/);
  });

  it('is what eval --film does, and prints a table for people', async () => {
    const [alias, named] = await Promise.all(
      [
        ['--film', film],
        ['film', film],
      ].map((args) => place.run(['eval', ...args])),
    );
    assert.equal(alias!.stdout, named!.stdout);
    assert.match(alias!.stdout, /^Ruby +6 +100\.0% +100\.0% +100\.0% +0$/m);
    assert.match(alias!.stdout, /^wrong names 0 s, 0\.0% \(0\.0-0\.0\) of named seconds/m);
    assert.match(alias!.stdout, /B-cubed F1 100\.0% \(100\.0-100\.0\)/);
    assert.match(alias!.stdout, /track purity 100\.0% \(100\.0-100\.0\)/);
    assert.match(alias!.stdout, /^ {2}as shipped +micro F1 100\.0% .*, WCP 100\.0%/m);
    assert.match(alias!.stdout, /^ {2}adapted to the episode +micro F1 100\.0% /m);
    assert.match(
      alias!.stdout,
      /^names from .*\n {2}as shipped .*\n {2}by colour alone +micro F1 100\.0% .*, wrong names 0\.0%/m,
    );
    assert.match(
      alias!.stdout,
      /^ {2}by colour alone +micro F1 100\.0% .*, B-cubed F1 100\.0% .*, WCP 100\.0%/m,
    );
    assert.match(alias!.stdout, /AP@0\.5 \d/);
    assert.match(alias!.stdout, /colour alone +Rank-1/);
  });

  it('measures what there are labels for and nothing else', async () => {
    writeFileSync(
      place.path('film', 'truth.json'),
      JSON.stringify({ characters: [], seconds: {}, range: [0, 1] }),
    );
    const evaluation = await evaluate('detection', film);
    assert.deepEqual(Object.keys(evaluation).includes('named'), false);
    label(labels);
  });

  it('says which film is missing', async () => {
    const { code, stderr } = await place.run(['eval']);
    assert.equal(code, 2);
    assert.match(stderr, /castline eval film FOLDER/);
  });
});
