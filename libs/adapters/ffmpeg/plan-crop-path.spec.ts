import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { expressionOf, planCropPath } from './plan-crop-path.js';

/** What ffmpeg makes of an expression, as far as these use its language. */
function evaluate(expression: string, n: number): number {
  const choice = /^if\(lt\(n,(\d+)\),/.exec(expression);
  if (choice) {
    const rest = expression.slice(choice[0].length, -1);
    const comma = commaOutside(rest);
    return evaluate(n < Number(choice[1]) ? rest.slice(0, comma) : rest.slice(comma + 1), n);
  }
  const line = /^floor\((.+)\+(-?[\d.e-]+)\*\(n-(\d+)\)\)$/.exec(expression);
  return line ? Math.floor(Number(line[1]) + Number(line[2]) * (n - Number(line[3]))) : Number(expression);
}

function commaOutside(text: string): number {
  let depth = 0;
  return [...text].findIndex((letter) => {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    return letter === ',' && depth === 0;
  });
}

describe('planCropPath', () => {
  it('is a number for a camera that stands still', () => assert.equal(expressionOf([438, 438, 438]), '438'));

  it('gives every frame exactly its place', () => {
    const paths = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(paths, (moves) => {
        let place = 400;
        const places = moves.map((move) => (place += move));
        const expression = expressionOf(places);
        assert.deepEqual(
          places.map((_, n) => evaluate(expression, n)),
          places,
        );
      }),
    );
  });

  it('needs few runs for an even move', () => {
    const places = Array.from({ length: 240 }, (_, at) => Math.round(at * 1.37));
    const runs = expressionOf(places).split('floor(').length - 1;
    assert.ok(runs <= 8, `${runs} runs`);
  });

  it('refuses a path that does not fit into an argument', () => {
    const lefts = Array.from({ length: 20_000 }, (_, at) => (at % 2) * 50);
    const path = { width: 2, height: 2, lefts, tops: lefts.map(() => 0) };
    assert.throws(() => planCropPath(path), { code: 'CLIP.PATH_TOO_LONG' });
  });
});
