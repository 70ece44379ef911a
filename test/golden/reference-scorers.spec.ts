import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { scoreDetections } from '#domain/evaluation/score-detections.js';
import { scoreTimeline } from '#domain/evaluation/score-timeline.js';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { BoxCorners, VisibilityCode } from '#domain/evaluation/truth.js';

const SCORERS = resolve(process.cwd(), '../shared/eval');
const skip = existsSync(SCORERS) ? false : `the reference scorers are not at ${SCORERS}`;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Random times, labels and boxes; ties in score and overlap on purpose. */
function inputOf(seed: number) {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const characters = ['alice', 'bob', 'carol', 'dave'].slice(0, 1 + below(4));
  const codes: (VisibilityCode | undefined)[] = ['f', 'f', 's', 'b', undefined, undefined];
  const labelsOf = (): Record<string, VisibilityCode> =>
    Object.fromEntries(
      characters.flatMap((name) => {
        const code = codes[below(codes.length)];
        return code ? [[name, code]] : [];
      }),
    );
  const seconds = Object.fromEntries(Array.from({ length: 30 }, (_, second) => [String(second), labelsOf()]));
  const names = [...characters, 'Unknown #1', 'Unknown #2'].filter(() => random() < 0.8);
  const instanceAt = (ms: number) => ({ start: { ms }, end: { ms: ms + 1 + below(4000) } });
  const timeline = {
    characters: names.map((name) => ({
      name,
      instances: Array.from({ length: below(6) }, () => instanceAt(below(30000))),
    })),
  };
  const box = (): BoxCorners => {
    const [x, y, size] = [below(8) * 10, below(4) * 10, 30 + below(4) * 5];
    return [x, y, x + size, y + size];
  };
  const pictures = Array.from({ length: 12 }, (_, i) => String(i).padStart(3, '0'));
  const faces = Object.fromEntries(
    pictures.map((key) => [
      key,
      Array.from({ length: below(4) }, () => ({ box: box(), ignore: random() < 0.2 })),
    ]),
  );
  const found = Object.fromEntries(
    pictures.map((key) => [
      key,
      Array.from({ length: below(6) }, () => ({ box: box(), score: below(20) / 20 })),
    ]),
  );
  const truth = seed % 2 ? { characters, seconds } : { characters, seconds, range: [0, 30] as const };
  return { timeline, truth, faces, found };
}

describe('our scorers and the reference scorers', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'castline-scorers-'));
  after(() => rmSync(folder, { recursive: true }));

  const runReference = (script: string, inputs: readonly unknown[], ...flags: string[]): unknown => {
    const paths = inputs.map((input, i) => {
      const path = join(folder, `${i}.json`);
      writeFileSync(path, JSON.stringify(input));
      return path;
    });
    const output = execFileSync(process.execPath, [join(SCORERS, script), ...paths, '--json', ...flags], {
      encoding: 'utf8',
    });
    return JSON.parse(output);
  };

  for (const seed of SEEDS) {
    it(`agree to the last digit on random input ${seed}`, () => {
      const { timeline, truth, faces, found } = inputOf(seed);
      assert.deepEqual(scoreTimeline(timeline, truth), runReference('score-timeline.mjs', [timeline, truth]));
      assert.deepEqual(
        scoreTimeline(timeline, truth, { discovered: true }),
        runReference('score-timeline.mjs', [timeline, truth], '--discovered'),
      );
      assert.deepEqual(scoreDetections(found, faces), runReference('score-boxes.mjs', [found, faces]));
      assert.deepEqual(
        scoreDetections(found, faces, { minIou: 0.3 }),
        runReference('score-boxes.mjs', [found, faces], '--iou', '0.3'),
      );
    });
  }
});
