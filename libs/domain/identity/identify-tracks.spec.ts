import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../evaluation/seeded-random.js';
import { blurred, looksOf, unit } from '../../../test/factories/faces.js';
import { drawEpisode, trackOf } from '../../../test/factories/tracks.js';
import type { Track } from '../tracking/track.js';
import type { Gallery } from './gallery.js';
import { identifyTracks } from './identify-tracks.js';

const THRESHOLDS = { same: 0.4, margin: 0.06, face: 0.5 };
const NOBODY: Gallery = { references: [] };
const random = seededRandom(3);
const ALICE = looksOf(1);
const BOB = looksOf(2);
const CAROL = looksOf(3);

const views = (looks: Float32Array, noise = 0.6): Float32Array[] =>
  Array.from({ length: 4 }, () => blurred(looks, noise, random));
const mixed = (a: Float32Array, b: Float32Array, share: number): Float32Array =>
  unit(a.map((value, k) => value * (1 - share) + b[k]! * share));
const castOf = (cast: Record<string, Float32Array>, form: string | null = null, noise = 0.6): Gallery => ({
  references: Object.entries(cast).flatMap(([character, looks]) =>
    views(looks, noise).map((embedding, i) => ({
      character,
      form,
      embedding,
      quality: 0.9,
      source: `${character}-${i}.png`,
    })),
  ),
});
const atShot = (shot: number, looks: Float32Array, x = 300, noise = 0.6): Track =>
  trackOf({
    id: `t${shot}-${x}`,
    shotIndex: shot,
    start: shot * 48,
    end: shot * 48 + 48,
    exemplars: views(looks, noise),
    x,
  });

function namesOf(tracks: readonly Track[], gallery: Gallery): Record<string, string> {
  const identities = identifyTracks({ tracks, gallery, thresholds: THRESHOLDS });
  return Object.fromEntries(identities.map(({ trackId, character }) => [trackId, character.name]));
}

describe('identifyTracks', () => {
  it('names nobody where nobody is', () => {
    assert.deepEqual(identifyTracks({ tracks: [], gallery: NOBODY, thresholds: THRESHOLDS }), []);
    assert.deepEqual(
      identifyTracks({ tracks: [], gallery: castOf({ Alice: ALICE }), thresholds: THRESHOLDS }),
      [],
    );
  });

  it('discovers characters without a gallery and numbers them by screen time', () => {
    const tracks = [atShot(0, BOB), ...[1, 2, 3].map((shot) => atShot(shot, ALICE)), atShot(4, BOB)];
    assert.deepEqual(namesOf(tracks, NOBODY), {
      't0-300': 'Unknown #2',
      't1-300': 'Unknown #1',
      't2-300': 'Unknown #1',
      't3-300': 'Unknown #1',
      't4-300': 'Unknown #2',
    });
  });

  it('names tracks by the gallery and leaves a stranger unnamed', () => {
    const tracks = [atShot(0, ALICE), atShot(1, BOB), atShot(2, CAROL), atShot(3, CAROL)];
    assert.deepEqual(namesOf(tracks, castOf({ Alice: ALICE, Bob: BOB })), {
      't0-300': 'Alice',
      't1-300': 'Bob',
      't2-300': 'Unknown #1',
      't3-300': 'Unknown #1',
    });
  });

  it('gives one name to one of two faces in a frame, the likelier one', () => {
    const twin = mixed(ALICE, CAROL, 0.35);
    const names = namesOf([atShot(0, ALICE, 200), atShot(0, twin, 800)], castOf({ Alice: ALICE }));
    assert.equal(names['t0-200'], 'Alice');
    assert.notEqual(names['t0-800'], 'Alice');
  });

  it('decides between look-alikes by who stands beside them', () => {
    const ann = mixed(ALICE, BOB, 0.25);
    const anna = mixed(ALICE, BOB, 0.55);
    const middle = mixed(ALICE, BOB, 0.4);
    const gallery = castOf({ Ann: ann, Anna: anna });
    const names = namesOf(
      [atShot(0, mixed(ALICE, BOB, 0.1), 200, 0.1), atShot(0, middle, 800, 0.1)],
      gallery,
    );
    assert.equal(names['t0-200'], 'Ann');
    assert.equal(names['t0-800'], 'Anna');
  });

  it('tells look-alikes that stand side by side apart together where neither could be told alone', () => {
    const gallery = castOf({ Ann: mixed(ALICE, BOB, 0.45), Anna: mixed(ALICE, BOB, 0.55) }, null, 0.05);
    const likeAnn = mixed(ALICE, BOB, 0.48);
    const likeAnna = mixed(ALICE, BOB, 0.52);
    assert.deepEqual(namesOf([atShot(0, likeAnn, 300, 0.05)], gallery), {});
    assert.deepEqual(namesOf([atShot(0, likeAnn, 300, 0.05), atShot(0, likeAnna, 800, 0.05)], gallery), {
      't0-300': 'Ann',
      't0-800': 'Anna',
    });
  });

  it('does not choose between look-alikes on nothing', () => {
    const gallery = castOf({ Ann: mixed(ALICE, BOB, 0.45), Anna: mixed(ALICE, BOB, 0.55) }, null, 0.1);
    const names = namesOf([atShot(0, mixed(ALICE, BOB, 0.5), 300, 0.1)], gallery);
    assert.deepEqual(names, {});
  });

  it('says which form won', () => {
    const hero = mixed(ALICE, BOB, 0.7);
    const gallery = {
      references: [
        ...castOf({ Alice: ALICE }, 'everyday').references,
        ...castOf({ Alice: hero }, 'hero').references,
      ],
    };
    const identities = identifyTracks({
      tracks: [atShot(0, ALICE), atShot(1, hero)],
      gallery,
      thresholds: THRESHOLDS,
    });
    assert.deepEqual(
      identities.map(({ character, form }) => [character.name, form]),
      [
        ['Alice', 'everyday'],
        ['Alice', 'hero'],
      ],
    );
  });

  it('names what only resembles the named tracks of the episode', () => {
    const reference = mixed(ALICE, CAROL, 0.45);
    const profile = mixed(ALICE, BOB, 0.45);
    const tracks = [
      ...[0, 1, 2, 3].map((shot) => atShot(shot, ALICE, 300, 0.3)),
      ...[4, 5].map((shot) => atShot(shot, profile, 300, 0.3)),
    ];
    const names = namesOf(tracks, castOf({ Alice: reference, Dave: looksOf(9) }));
    assert.deepEqual([...new Set(Object.values(names))], ['Alice']);
  });

  it('leaves out what is no face and what is seen too little to be a character', () => {
    const ball = trackOf({ id: 'ball', start: 0, end: 96, exemplars: views(BOB), faceness: 0.2 });
    const glimpse = trackOf({ id: 'glimpse', start: 100, end: 106, exemplars: views(CAROL) });
    assert.deepEqual(namesOf([ball, glimpse], NOBODY), {});
  });

  it('is sure of a clear match, less so of a doubtful one, never below one half', () => {
    const gallery = castOf({ Alice: ALICE, Bob: BOB });
    const [clear, doubtful] = identifyTracks({
      tracks: [atShot(0, ALICE, 300, 0.2), atShot(1, mixed(ALICE, CAROL, 0.5), 300, 0.2)],
      gallery,
      thresholds: { ...THRESHOLDS, same: 0.5 },
    });
    assert.ok(clear!.confidence > 0.9, `${clear!.confidence}`);
    assert.ok(
      doubtful!.confidence >= 0.5 && doubtful!.confidence < clear!.confidence,
      `${doubtful!.confidence}`,
    );
  });

  it('keeps ids of names in any script and the same for the same name', () => {
    const gallery = castOf({ 小丸子: ALICE, '🐰': BOB });
    const identities = identifyTracks({
      tracks: [atShot(0, ALICE), atShot(1, BOB)],
      gallery,
      thresholds: THRESHOLDS,
    });
    const ids = identities.map(({ character }) => character.id);
    assert.equal(new Set(ids).size, 2);
    ids.forEach((id) => assert.match(id, /^ch_[0-9a-f]{16}$/));
  });

  it('gives the same answer whatever the order of tracks and references', () => {
    const { tracks, truth, reference } = drawEpisode({
      seed: 5,
      characters: 6,
      shots: 60,
      poseNoise: 0.7,
      cropNoise: 0.5,
      style: 0.5,
      gap: 0.5,
    });
    const references = ['c0', 'c1', 'c2'].flatMap((character) =>
      [0, 1, 2].map((pose) => ({
        character,
        form: null,
        embedding: reference(character, pose),
        quality: 1,
        source: '',
      })),
    );
    const there = identifyTracks({ tracks, gallery: { references }, thresholds: THRESHOLDS });
    const back = identifyTracks({
      tracks: tracks.toReversed(),
      gallery: { references: references.toReversed() },
      thresholds: THRESHOLDS,
    });
    assert.deepEqual(back, there);
    const named = there.filter(({ character }) => character.known);
    const right = named.filter(({ trackId, character }) => truth.get(trackId) === character.name);
    assert.ok(
      named.length > 20 && right.length / named.length > 0.95,
      `${right.length} of ${named.length} names right`,
    );
  });

  describe('of twins that differ in a ribbon only', () => {
    const palettes = { Ann: [200, 90, 10, 120], Anna: [200, 10, 90, 120] };
    const shaken = (palette: readonly number[]): number[] =>
      palette.map((value) => Math.round(value + 12 * (random() - 0.5)));
    const twins = (names: readonly (keyof typeof palettes)[]): Gallery => ({
      references: castOf(Object.fromEntries(names.map((name) => [name, ALICE]))).references.map(
        (reference) => ({
          ...reference,
          palette: shaken(palettes[reference.character as keyof typeof palettes]),
        }),
      ),
    });
    const shots = [0, 1, 2, 3, 4, 5, 6, 7];
    const whoAt = (shot: number): keyof typeof palettes => (shot % 3 === 0 ? 'Ann' : 'Anna');

    it('says which is which by its colour where one is alone', () => {
      const tracks = shots.map((shot) => ({
        ...atShot(shot, ALICE),
        palette: shaken(palettes[whoAt(shot)]),
      }));
      assert.deepEqual(
        namesOf(tracks, twins(['Ann', 'Anna'])),
        Object.fromEntries(shots.map((shot) => [`t${shot}-300`, whoAt(shot)])),
      );
    });

    it('goes by how the episode shows the two side by side where its light has moved both', () => {
      const moved = (palette: readonly number[]): number[] =>
        shaken(palette).map((value, k) => (k === 1 ? value + 60 : value));
      const together = [20, 21, 22, 23, 24, 25].flatMap((shot) => [
        { ...atShot(shot, ALICE, 200), palette: moved(palettes.Ann) },
        { ...atShot(shot, ALICE, 800), palette: moved(palettes.Anna) },
      ]);
      const alone = shots.map((shot) => ({ ...atShot(shot, ALICE), palette: moved(palettes[whoAt(shot)]) }));
      const names = namesOf([...alone, ...together], twins(['Ann', 'Anna']));
      shots.forEach((shot) => assert.equal(names[`t${shot}-300`], whoAt(shot)));
    });

    it('does not hear colours where references give none, as in older casts', () => {
      const tracks = shots.map((shot) => ({
        ...atShot(shot, ALICE),
        palette: shaken(palettes[whoAt(shot)]),
      }));
      const without = twins(['Ann', 'Anna']).references.map(({ palette: _, ...reference }) => reference);
      const plain = tracks.map(({ palette: _, ...track }) => track);
      assert.deepEqual(namesOf(tracks, { references: without }), namesOf(plain, { references: without }));
    });
  });

  it('takes nobody for a character who is seen for less than a hundredth of what is seen', () => {
    const long = Array.from({ length: 150 }, (_, shot) => atShot(shot, ALICE));
    const passerBy = [150].map((shot) => atShot(shot, BOB));
    assert.ok(!('t150-300' in namesOf([...long, ...passerBy], NOBODY)));
    assert.ok('t150-300' in namesOf([...long.slice(0, 20), ...passerBy], NOBODY));
  });

  it('leaves out a photographed person, where the model tells', () => {
    const person = { start: 0, end: 96, exemplars: views(BOB), photographed: 0.9 };
    const drawn = { start: 100, end: 196, exemplars: views(CAROL), photographed: 0.2 };
    const tracks = [trackOf({ id: 'person', ...person }), trackOf({ id: 'drawn', ...drawn })];
    const namedUnder = (thresholds: typeof THRESHOLDS & { photographed?: number }): string[] =>
      identifyTracks({ tracks, gallery: NOBODY, thresholds }).map(({ trackId }) => trackId);
    assert.deepEqual(namedUnder({ ...THRESHOLDS, photographed: 0.85 }), ['drawn']);
    assert.deepEqual(namedUnder(THRESHOLDS), ['person', 'drawn']);
  });
});
