import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupByColour, nameByColour } from './identify-by-colour.js';

const track = (id: string, ...colours: number[]) => ({ id, colours: Float32Array.from(colours) });
const reference = (character: string, ...colours: number[]) => ({
  character,
  colours: Float32Array.from(colours),
});

describe('nameByColour', () => {
  const cast = [reference('Ruby', 0.8, 0.6), reference('Violet', 0, 1), reference('Basil', 0, 1)];

  it('names nobody without tracks, or without pictures', () => {
    assert.deepEqual([...nameByColour([], cast)], []);
    assert.deepEqual([...nameByColour([track('a', 1, 0)], [])], []);
  });

  it('takes the nearest picture however far it is, of two equally near the first', () => {
    const tracks = [
      track('a', 1, 0), // Ruby 0.8, Violet 0
      track('b', 0.6, 0.8), // Ruby 0.48 + 0.48 = 0.96, Violet 0.8
      track('c', 0, 1), // Ruby 0.6, Violet 1, Basil 1
      track('d', -1, 0), // Ruby -0.8, Violet 0: nobody's colours, and named all the same
    ];
    assert.deepEqual(
      [...nameByColour(tracks, cast)],
      [
        ['a', 'Ruby'],
        ['b', 'Ruby'],
        ['c', 'Violet'],
        ['d', 'Violet'],
      ],
    );
  });
});

describe('groupByColour', () => {
  const at = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return track(`${degrees}`, Math.cos(angle), Math.sin(angle));
  };
  // cosines: 0-30 .87, 30-62 .85, 62-96 .83, 96-132 .81, 0-62 .47, 30-96 .41, 62-132 .34, 0-96 -.10
  const tracks = [0, 30, 62, 96, 132].map(at);

  it('makes no groups of nothing, and no more groups than tracks', () => {
    assert.deepEqual(groupByColour([], 2), []);
    assert.deepEqual(groupByColour([at(0)], 2), [['0']]);
  });

  // 0 with 30; 62 is then at (.47 + .85) / 2 = .66 from them, so with 96 (.83); 132 is at (.34 + .81) / 2 = .58 from
  // those, the two pairs at (.47 - .10 + .85 + .41) / 4 = .41 from each other
  for (const [groups, expected] of [
    [5, [['0'], ['30'], ['62'], ['96'], ['132']]],
    [4, [['0', '30'], ['62'], ['96'], ['132']]],
    [3, [['0', '30'], ['62', '96'], ['132']]],
    [
      2,
      [
        ['0', '30'],
        ['62', '96', '132'],
      ],
    ],
    [1, [['0', '30', '62', '96', '132']]],
  ] as const) {
    it(`makes ${groups} of five tracks by their average likeness`, () => {
      assert.deepEqual(groupByColour(tracks, groups), expected);
    });
  }

  it('joins opposites when so few groups are wanted', () => {
    assert.deepEqual(groupByColour([at(0), at(180)], 1), [['0', '180']]);
  });
});
