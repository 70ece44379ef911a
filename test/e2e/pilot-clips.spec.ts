// Clips of Castline's own cartoon, found by the models that ship: which frames a clip has is read from its pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { CharacterName } from '../../demo/pilot/characters/cast.js';
import type { PilotFiles } from '../../demo/pilot/make-pilot.js';
import { readyPilot } from '../fixtures/pilot.js';
import type { PilotTruth } from '../../demo/pilot/truth.js';
import { type CliRun, PROJECT, Workplace } from '../fixtures/processes/castline-cli.js';
import { counting, ffmpeg } from '../fixtures/videos/marked-film.js';

const WIDTH = 160;
const HEIGHT = 90;
/** Mean difference of luma below which two pictures of the film are one drawing (on twos, or held), coded twice. */
const SAME = 0.1;
/** A clip is held against the film at every place this near to the planned one. */
const SHIFTS = [...counting(-24, 0), ...counting(1, 25)];

let place: Workplace;
let pilot: PilotFiles;
let source: readonly Buffer[];

const run = (...args: string[]): Promise<CliRun> =>
  place.run(['--json', ...args], { env: { CASTLINE_MODELS: `${PROJECT}/models` } });

before(async () => {
  place = await Workplace.open();
  pilot = await readyPilot();
  const analyzed = await run(
    'analyze',
    pilot.episode,
    '--cast',
    pilot.castFolder,
    '--out',
    place.path('out'),
  );
  assert.equal(analyzed.code, 0, analyzed.stderr);
  source = picturesOf(pilot.episode);
});
after(() => place.close());

interface ShownClip {
  readonly path: string;
  readonly start: { readonly frame: number };
  readonly end: { readonly frame: number };
  readonly cut: { readonly method: string };
}

async function clipsOf(query: string, ...flags: string[]): Promise<ShownClip[]> {
  const { code, lines, stderr } = await run(
    'clip',
    pilot.episode,
    query,
    '--out',
    place.path('clips', query),
    ...flags,
  );
  assert.equal(code, 0, stderr);
  return lines.at(-1)!['clips'] as ShownClip[];
}

function picturesOf(path: string): Buffer[] {
  const scale = `scale=${WIDTH}:${HEIGHT}:flags=area`;
  const { stdout } = ffmpeg([
    '-i',
    path,
    '-vf',
    scale,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    'pipe:1',
  ]);
  return counting(0, stdout.length / (WIDTH * HEIGHT)).map((at) =>
    stdout.subarray(at * WIDTH * HEIGHT, (at + 1) * WIDTH * HEIGHT),
  );
}

function differenceOf(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += Math.abs(one[at]! - other[at]!);
  return sum / one.length;
}

/** The picture is that frame of the film: no other one, unless it looks the same, is nearer. */
function assertIsFrame(picture: Buffer, frame: number, what: string): void {
  const nearest = source
    .map((other, at) => ({ at, difference: differenceOf(picture, other) }))
    .reduce((best, each) => (each.difference < best.difference ? each : best));
  const isSame = nearest.at === frame || differenceOf(source[nearest.at]!, source[frame]!) < SAME;
  assert.ok(isSame, `${what} is frame ${nearest.at} of the film, wanted ${frame}`);
}

/** Nowhere else does the whole clip fit the film as well as where it was planned. */
function assertFits(pictures: readonly Buffer[], start: number): void {
  const differenceAt = (shift: number): number =>
    pictures.reduce((sum, picture, at) => {
      const other = source[start + shift + at];
      return sum + (other ? differenceOf(picture, other) : Infinity);
    }, 0);
  const planned = differenceAt(0);
  for (const shift of SHIFTS)
    assert.ok(planned < differenceAt(shift), `moved by ${shift} frames it fits better than at ${start}`);
}

async function assertExact(query: string, ...flags: string[]): Promise<[number, number][]> {
  const clips = await clipsOf(query, ...flags);
  assert.ok(clips.length > 0);
  return clips.map(({ path, start, end }) => {
    const pictures = picturesOf(path);
    assert.equal(pictures.length, end.frame - start.frame);
    assertIsFrame(pictures[0]!, start.frame, `the first picture of ${path}`);
    assertIsFrame(pictures.at(-1)!, end.frame - 1, `the last picture of ${path}`);
    assertFits(pictures, start.frame);
    return [start.frame, end.frame];
  });
}

/** Shots between hard cuts that show the character from the first to the last frame, and whose neighbours do not. */
function shotsOf(name: CharacterName): [number, number][] {
  const { shots, frames } = JSON.parse(readFileSync(pilot.truth, 'utf8')) as PilotTruth;
  const isThere = (frame: number): boolean =>
    frames[name].some(([start, end]) => start <= frame && frame < end);
  return shots.flatMap(({ first, last, transition }, at): [number, number][] => {
    const next = shots[at + 1];
    const isWhole = frames[name].some(([start, end]) => start === first && end === last + 1);
    const isApart = !isThere(first - 1) && !isThere(last + 1);
    return isWhole && isApart && transition === 'cut' && next?.transition === 'cut'
      ? [[first, last + 1]]
      : [];
  });
}

describe('clips of the pilot', () => {
  it('begin and end with the planned frames, copied or encoded', async () => {
    const copied = await assertExact('jory');
    assert.deepEqual(await assertExact('jory', '--reencode'), copied);
  });

  it('begin and end where the drawing has its cuts', async () => {
    const shots = shotsOf('jory');
    assert.ok(shots.length > 0);
    const ranges = await assertExact('jory', '--padding', '0.2', '--snap');
    for (const [start, end] of shots)
      assert.ok(
        ranges.some((range) => range[0] === start && range[1] === end),
        `${start}-${end} in ${JSON.stringify(ranges)}`,
      );
  });

  it('are exact for every kind of query', async () => {
    for (const query of ['odi AND edda', 'sallow AND NOT jory', '(fig OR bramble) >= 2s'])
      await assertExact(query);
  });

  it('of a best-of keep to the time', async () => {
    const ranges = await assertExact('jory', '--best', '5', '--max-length', '2');
    const frames = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    assert.ok(frames > 3 * 24 && frames <= 5 * 24, `${frames} frames`);
  });
});
