import type { CropPath } from '#domain/reframing/crop-path.js';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Linux gives one argument 128 kB; a path that turns so often is none. */
const MOST_LETTERS = 100_000;

/**
 * Filters that cut a window out of every frame, exactly where the path has it, counted from the first frame on. In 4:4:4
 * meanwhile, so that colours can move by single pixels, too.
 * @throws CastlineError too-large CLIP.PATH_TOO_LONG
 */
export function planCropPath({ width, height, lefts, tops }: CropPath): string[] {
  const [x, y] = [expressionOf(lefts), expressionOf(tops)];
  if (x.length + y.length > MOST_LETTERS) {
    const message = `the camera would turn too often in ${lefts.length} frames; ask for shorter clips`;
    throw new CastlineError('too-large', 'CLIP.PATH_TOO_LONG', message, { frames: lefts.length });
  }
  return [
    'format=yuv444p',
    `crop=w=${width}:h=${height}:x='${x}':y='${y}':exact=1`,
    'format=yuv420p',
    'setsar=1',
  ];
}

/** Frames from `from` on at `round(place + slope * (n - from))`. */
interface Run {
  readonly from: number;
  readonly place: number;
  readonly slope: number;
}

/** The places as an expression in ffmpeg's `n`: even runs, chosen between by halves, as ffmpeg limits how deep it nests. */
export function expressionOf(places: readonly number[]): string {
  return choose(findRuns(places));
}

function choose(runs: readonly Run[]): string {
  const [only] = runs;
  if (!only) return '0';
  if (runs.length === 1) return describe(only);
  const half = runs.length >> 1;
  return `if(lt(n,${runs[half]!.from}),${choose(runs.slice(0, half))},${choose(runs.slice(half))})`;
}

function describe({ from, place, slope }: Run): string {
  return slope === 0
    ? String(Math.round(place))
    : `floor(${Number((place + 0.5).toFixed(2))}+${slope}*(n-${from}))`;
}

/** Where within its pixel a run may begin: the freer, the longer it lasts. */
const BEGINNINGS = Array.from({ length: 19 }, (_, at) => (at - 9) / 20);

/** Few even runs that give exactly these whole numbers: the longest one each time. */
function findRuns(places: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < places.length;) {
    const still = longestRun(places, from, places[from]!);
    const best = BEGINNINGS.map((within) => longestRun(places, from, places[from]! + within)).reduce(
      (one, other) => (other.until > one.until ? other : one),
      still,
    );
    runs.push(best);
    from = best.until;
  }
  return runs;
}

function longestRun(places: readonly number[], from: number, place: number): Run & { until: number } {
  let [least, most] = [-Infinity, Infinity];
  let slope = 0;
  let until = from + 1;
  for (; until < places.length; until++) {
    const steps = until - from;
    least = Math.max(least, (places[until]! - place - 0.49) / steps);
    most = Math.min(most, (places[until]! - place + 0.49) / steps);
    const candidate = least <= 0 && most >= 0 ? 0 : Number(((least + most) / 2).toPrecision(6));
    if (!(candidate >= least && candidate <= most)) break;
    slope = candidate;
  }
  return { from, place, slope, until };
}
