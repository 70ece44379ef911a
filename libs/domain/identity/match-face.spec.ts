import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Gallery } from './gallery.js';
import { matchFaces, rankCharacters } from './match-face.js';

/** A unit vector at this angle; the cosine of two is the cosine of the angle between them. */
const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

function galleryOf(entries: readonly [character: string, degrees: number, form?: string][]): Gallery {
  return {
    references: entries.map(([character, degrees, form]) => ({
      character,
      form: form ?? null,
      embedding: at(degrees),
      quality: 1,
      source: `${character}/${degrees}.png`,
    })),
  };
}

const LIMITS = { same: 0.8, margin: 0.05 };
const namesOf = (angles: number[], gallery: Gallery): (string | null)[] =>
  matchFaces(angles.map(at), gallery, LIMITS).map((match) => match?.character ?? null);

describe('matchFaces', () => {
  const cast = galleryOf([
    ['alice', 0],
    ['bob', 90],
  ]);
  const table: [string, number[], Gallery, (string | null)[]][] = [
    ['names nobody on an empty picture', [], cast, []],
    ['names nobody by an empty gallery', [0], galleryOf([]), [null]],
    ['names each face after its character', [85, 5], cast, ['bob', 'alice']],
    ['leaves a stranger unnamed', [45], cast, [null]],
    ['gives a name once, to the likest face', [10, 2], cast, [null, 'alice']],
    [
      'leaves a face between two look-alikes unnamed',
      [5],
      galleryOf([
        ['alice', 0],
        ['alicia', 11],
      ]),
      [null],
    ],
    [
      'lets the second twin have the name that is left',
      [1, 7],
      galleryOf([
        ['a', 0],
        ['b', 20],
      ]),
      ['a', 'b'],
    ],
    [
      'does not trust one freak reference',
      [80],
      galleryOf([
        ['alice', 0],
        ['alice', 5],
        ['alice', 80],
      ]),
      [null],
    ],
    [
      'knows a character by one of its forms',
      [60],
      galleryOf([
        ['a', 0],
        ['a', 2],
        ['a', 60, 'hero'],
      ]),
      ['a'],
    ],
  ];
  for (const [title, angles, gallery, expected] of table) {
    it(title, () => assert.deepEqual(namesOf(angles, gallery), expected));
  }

  it('says which form matched and how well', () => {
    const [match] = matchFaces(
      [at(60)],
      galleryOf([
        ['a', 0],
        ['a', 60, 'hero'],
      ]),
      LIMITS,
    );
    assert.equal(match?.form, 'hero');
    assert.ok(Math.abs(match.similarity - 1) < 1e-6);
  });
});

describe('rankCharacters', () => {
  it('orders characters by similarity, each once', () => {
    const ranking = rankCharacters(
      at(30),
      galleryOf([
        ['far', 100],
        ['near', 20],
        ['near', 40],
        ['middle', 60],
      ]),
    );
    assert.deepEqual(
      ranking.map(({ character }) => character),
      ['near', 'middle', 'far'],
    );
  });
});
