// The benchmarks from the command line down to real (stand-in) models, on miniatures of the sets' own layouts.
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CastEvaluation } from '#pipeline/evaluate-pictures/evaluate-cast.js';
import type { DetectionEvaluation } from '#pipeline/evaluate-pictures/evaluate-detection.js';
import type { ExpressionEvaluation } from '#pipeline/evaluate-pictures/evaluate-expression.js';
import type { NegativesEvaluation } from '#pipeline/evaluate-pictures/evaluate-negatives.js';
import type { PoseEvaluation } from '#pipeline/evaluate-pictures/evaluate-pose.js';
import type { RecognitionEvaluation } from '#pipeline/evaluate-pictures/evaluate-recognition.js';
import { type CliRun, Workplace } from '../../fixtures/processes/castline-cli.js';
import {
  RED_FACE,
  writeCastSet,
  writeDetectionSet,
  writeExpressionCsv,
  writeExpressionFolder,
  writeNegatives,
  writePoseCsv,
  writePicture,
  writeRecognitionSet,
} from '../../fixtures/pictures/miniature-sets.js';

let place: Workplace;
before(async () => {
  place = await Workplace.open();
});
after(() => place.close());

const evaluate = (...args: string[]): Promise<CliRun> => place.run(['--json', 'eval', ...args]);

/** The scores, of the one line that has them. */
async function scoresOf<Scores>(...args: string[]): Promise<Scores> {
  const run = await evaluate(...args);
  assert.equal(run.code, 0, run.stderr + run.stdout);
  return run.lines.find(({ event }) => event === 'evaluated') as Scores;
}
const near = (value: unknown, expected: number): void =>
  assert.ok(Math.abs(Number(value) - expected) < 1e-4, `${String(value)} is not ${expected}`);

describe('castline eval detection', () => {
  let csv: string;
  before(async () => {
    csv = await writeDetectionSet(place.path('detection'));
  });

  it('scores our detector on the CSV and the folder named like it', async () => {
    const { score, failures } = await scoresOf<DetectionEvaluation>('detection', csv);
    assert.deepEqual([score.pictures, score.faces, score.detections], [3, 3, 3]);
    near(score.ap, 5 / 9);
    assert.deepEqual(failures, []);
  });

  it('finds the CSV in its folder, and prints a line for people', async () => {
    const { stdout } = await place.run(['eval', 'detection', place.path('detection')]);
    assert.match(stdout, /3 pictures, 3 faces, AP@0\.5 55\.6%/);
  });

  it('scores the predictions of another program', async () => {
    const predictions = place.path('predictions.csv');
    writeFileSync(predictions, 'train_00002.png,10,10,60,60,face,0.9\ntrain_00003.png,0,0,9,9,face,0.5\n');
    const { score } = await scoresOf<DetectionEvaluation>('detection', csv, '--predictions', predictions);
    near(score.ap, 1 / 3);
  });

  it('counts the faces of a picture that is not there as missed, and says so', async () => {
    const folder = place.path('damaged');
    const damaged = await writeDetectionSet(folder);
    const pictures = join(folder, 'icartoonface_dettrain');
    renameSync(join(pictures, 'train_00003.png'), join(pictures, 'gone'));
    const { score, failures } = await scoresOf<DetectionEvaluation>('detection', damaged);
    near(score.ap, 2 / 3);
    assert.equal(failures[0]?.file, 'train_00003.png');
  });

  it('names the line that it cannot read', async () => {
    const broken = place.path('broken.csv');
    writeFileSync(broken, 'a.png,1,2,3,4\nb.png,1,2\n');
    const { code, stdout } = await evaluate('detection', broken);
    assert.equal(code, 2);
    assert.match(stdout, /EVAL\.BAD_LABELS.*line 2/);
  });
});

describe('castline eval recognition', () => {
  // By mean colour: both trials of 7 hit. b1 -> b2 (cosine 0.617) comes after d2 (0.643), b2 -> b1 after d2 (0.999) and
  // d1 (0.787).
  let info: string;
  before(async () => {
    info = await writeRecognitionSet(place.path('recognition'));
  });

  it('gives Rank-1 by trial and by identity, and the mean reciprocal rank', async () => {
    const { embedder, distractors } = await scoresOf<RecognitionEvaluation>('recognition', info);
    const { rank, openSet } = embedder;
    assert.equal(distractors, 2);
    assert.deepEqual([rank.identities, rank.photos, rank.trials, rank.hits], [2, 4, 4, 2]);
    assert.equal(rank.micro, 0.5);
    assert.equal(rank.macro, 0.5);
    near(rank.mrr, (1 + 1 + 1 / 2 + 1 / 3) / 4);
    assert.deepEqual(rank.interval, { low: 0, high: 1 });
    // enrolled a1 and b1; the strangers reach 0.643 (d2 to b1): a2 is named, b2 (0.617) is not
    assert.equal(openSet[0]?.dir, 0.5);
    assert.deepEqual(openSet[0]?.interval, { low: 0, high: 1 });
  });

  it('tries the listed pairs where the file lists them', async () => {
    const folder = place.path('pairs');
    const paired = await writeRecognitionSet(folder);
    writeFileSync(paired, 'a1.png a2.png\nb1.png b2.png\na2.png a1.png\n', { flag: 'a' });
    const { embedder } = await scoresOf<RecognitionEvaluation>('recognition', folder);
    assert.deepEqual([embedder.rank.trials, embedder.rank.hits], [3, 2]);
  });

  it('prints N M (M-1) and colour alone beside the embedder', async () => {
    const { stdout } = await place.run(['eval', 'recognition', info, '--photos', '2', '--box', 'head']);
    assert.match(stdout, /N M \(M-1\) = 2 x 2 x 1 = 4 trials/);
    assert.match(stdout, /the embedder +Rank-1 50\.0% \(0\.0-100\.0\)/);
    assert.match(stdout, /colour alone +Rank-1 \d/);
    assert.match(stdout, /the embedder +DIR 50\.0% \(0\.0-100\.0\) at FPIR 1 %/);
  });
});

describe('castline eval expression', () => {
  it('reads a folder by the names of pictures and folders', async () => {
    const { seven, four, otherLabels } = await scoresOf<ExpressionEvaluation>(
      'expression',
      await writeExpressionFolder(place.path('expressions')),
    );
    // happy 1 of 2, sad 1 of 1 (and one happy taken for it), surprise taken for fear
    assert.equal(seven.accuracy, 2 / 4);
    assert.deepEqual(seven.intervals.accuracy, { low: 0, high: 1 });
    near(seven.balancedAccuracy, (1 / 2 + 1 + 0) / 3);
    near(seven.macroF1, (2 / 3 + 2 / 3 + 0) / 3);
    assert.equal(four.accuracy, 3 / 4);
    assert.equal(otherLabels, 1);
  });

  it('reads the faces in the boxes of a CSV', async () => {
    const { seven } = await scoresOf<ExpressionEvaluation>(
      'expression',
      await writeExpressionCsv(place.path('boxes')),
    );
    assert.deepEqual([seven.items, seven.accuracy], [2, 1]);
  });
});

describe('castline eval pose', () => {
  let csv: string;
  before(async () => {
    csv = await writePoseCsv(place.path('poses'));
  });

  it('gives the errors in degrees, of what was answered', async () => {
    const { items, unanswered, angles, failures } = await scoresOf<PoseEvaluation>('pose', csv);
    assert.deepEqual([items, unanswered], [3, 1]);
    near(angles?.yaw.mean, 5);
    near(angles?.pitch.mean, 10);
    near(angles?.roll.mean, 3);
    assert.equal(angles?.pitch.within15, 1 / 2);
    assert.equal(failures[0]?.file, 'empty.png');
  });

  it('prints them for people', async () => {
    const { stdout } = await place.run(['eval', 'pose', csv]);
    assert.match(stdout, /3 pictures, 1 without an answer, mean error of the three angles 6\.0 degrees/);
    assert.match(stdout, /pitch +mean +10\.0, median +10\.0, within 15 degrees 50\.0%/);
  });
});

describe('castline eval negatives', () => {
  it('counts what is taken for a face, and for whom', async () => {
    const folder = await writeNegatives(place.path('negatives'));
    const cast = place.path('cast');
    await writePicture(join(cast, 'Ruby', '1.png'), [0, 0, 0], RED_FACE);
    const { total, folders, alarms } = await scoresOf<NegativesEvaluation>(
      'negatives',
      folder,
      '--cast',
      cast,
    );
    assert.deepEqual(total, { folder: 'all', pictures: 3, detected: 2, alarms: 1, named: 1 });
    assert.equal(folders.length, 2);
    assert.deepEqual(
      alarms.map(({ file, name }) => [file, name]),
      [['things/apple.png', 'Ruby']],
    );
  });
});

describe('castline eval cast', () => {
  let folder: string;
  before(async () => {
    folder = await writeCastSet(place.path('colours'));
  });

  it('asks of each picture whose it is, who is taken for whom, and whether a form is known by the others', async () => {
    const { rank, confusions, forms, failures } = await scoresOf<CastEvaluation>(
      'cast',
      folder,
      '--top',
      '1',
    );
    assert.deepEqual([rank.identities, rank.trials, rank.hits], [2, 4, 2]);
    assert.deepEqual(
      confusions.map(({ label, other, pictures, of }) => [label, other, pictures, of]),
      [
        ['Basil', 'Sea', 2, 2],
        ['Sea', 'Basil', 1, 1],
        ['Sky', 'Basil', 1, 1],
      ],
    );
    assert.deepEqual(forms, [{ character: 'Ruby', form: 'night', pictures: 1, right: 1, wrong: 0 }]);
    assert.deepEqual(failures, []);
  });

  it('spoils the pictures the same way every time, whoever else is asked about', async () => {
    const flags = ['--top', '1', '--spoil'];
    const [one, other] = await Promise.all(
      [1, 2].map(() => scoresOf<CastEvaluation>('cast', folder, ...flags)),
    );
    assert.deepEqual(one, other);
    const few = await scoresOf<CastEvaluation>('cast', folder, ...flags, '--only', 'Basil, Ruby');
    assert.deepEqual([few.rank.identities, few.confusions], [2, []]);
  });

  it('says what is wrong with a face that cannot be found, a name and a share', async () => {
    const { stdout } = await place.run(['eval', 'cast', folder]);
    assert.match(stdout, /pictures could not be used \(left out\)/);
    const unknown = await place.run(['eval', 'cast', folder, '--only', 'Rubby']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /has no character Rubby/);
    assert.equal((await place.run(['eval', 'cast', folder, '--top', '2'])).code, 2);
  });
});
