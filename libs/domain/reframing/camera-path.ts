// One axis of a camera that follows something: where the window begins in every frame. The path is the taut string through
// the corridor of allowed places, which stands still wherever it can and moves as slowly as it can, then rounded off.

/** Where the window may begin in a frame, `low <= high`. */
export interface Corridor {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The shortest path through the corridor, of all shortest ones the flattest: straight runs that bend only where the
 * corridor forces them to. Its ends are free. No other path within the corridor has a lower top speed.
 * @param rest where to stand when nothing forces a place
 */
export function pullTaut(corridor: Corridor, rest: number): number[] {
  const frames = corridor.low.length;
  if (frames === 0) return [];
  const start = flatStart(corridor, 0, 1);
  if (start.isWhole) {
    const place = Math.min(Math.max(rest, start.low), start.high);
    return new Array<number>(frames).fill(place);
  }
  const end = flatStart(corridor, frames - 1, -1);
  return pullBetween(corridor, start.place, end.place);
}

/** How far one can stand still from one end, and where one then stands best. */
function flatStart(
  { low, high }: Corridor,
  from: number,
  step: 1 | -1,
): { isWhole: boolean; low: number; high: number; place: number } {
  let [lowest, highest] = [-Infinity, Infinity];
  for (let at = from; at >= 0 && at < low.length; at += step) {
    // what forces the camera to go says towards which side: it waits at the place nearest to it
    if (low[at]! > highest) return { isWhole: false, low: lowest, high: highest, place: highest };
    if (high[at]! < lowest) return { isWhole: false, low: lowest, high: highest, place: lowest };
    lowest = Math.max(lowest, low[at]!);
    highest = Math.min(highest, high[at]!);
  }
  return { isWhole: true, low: lowest, high: highest, place: lowest };
}

/** The funnel algorithm: from each corner on, the slopes that see through the corridor narrow until one side blocks the view. */
function pullBetween({ low, high }: Corridor, first: number, last: number): number[] {
  const end = low.length - 1;
  const path = new Array<number>(low.length).fill(first);
  let corner = { at: 0, place: first };
  while (corner.at < end) {
    const next = nextCorner({ low, high }, corner, last);
    const slope = (next.place - corner.place) / (next.at - corner.at);
    for (let at = corner.at; at <= next.at; at++) path[at] = corner.place + slope * (at - corner.at);
    corner = next;
  }
  return path;
}

interface Corner {
  readonly at: number;
  readonly place: number;
}

function nextCorner({ low, high }: Corridor, corner: Corner, last: number): Corner {
  const end = low.length - 1;
  let under = { slope: Infinity, at: end, place: last };
  let over = { slope: -Infinity, at: end, place: last };
  for (let at = corner.at + 1; at <= end; at++) {
    const slopeTo = (place: number): number => (place - corner.place) / (at - corner.at);
    const [floor, ceiling] = at === end ? [last, last] : [low[at]!, high[at]!];
    if (slopeTo(floor) > under.slope) return under;
    if (slopeTo(ceiling) < over.slope) return over;
    if (slopeTo(ceiling) <= under.slope) under = { slope: slopeTo(ceiling), at, place: ceiling };
    if (slopeTo(floor) >= over.slope) over = { slope: slopeTo(floor), at, place: floor };
  }
  return { at: end, place: last };
}

/** The corridor that is left when every place has to be allowed for `reach` frames before and after, too. */
export function narrow({ low, high }: Corridor, reach: number): Corridor {
  return {
    low: slide(low, reach, Math.max),
    high: slide(high, reach, Math.min),
  };
}

function slide(values: readonly number[], reach: number, pick: (a: number, b: number) => number): number[] {
  return values.map((_, at) => {
    let picked = values[at]!;
    for (let near = Math.max(0, at - reach); near <= Math.min(values.length - 1, at + reach); near++)
      picked = pick(picked, values[near]!);
    return picked;
  });
}

/** Twice the mean of the `half` frames before and after: corners become curves of bounded bend. Reaches `2 * half` frames. */
export function roundOff(path: readonly number[], half: number): number[] {
  return half === 0 ? [...path] : meanAround(meanAround(path, half), half);
}

function meanAround(path: readonly number[], half: number): number[] {
  const valueAt = (at: number): number => path[Math.min(path.length - 1, Math.max(0, at))]!;
  let sum = 0;
  for (let near = -half; near <= half; near++) sum += valueAt(near);
  return path.map((_, at) => {
    const mean = sum / (2 * half + 1);
    sum += valueAt(at + half + 1) - valueAt(at - half);
    return mean;
  });
}

export function topSpeed(path: readonly number[]): number {
  return path.reduce((most, place, at) => Math.max(most, at === 0 ? 0 : Math.abs(place - path[at - 1]!)), 0);
}
