/** How a value changes over a shot. Frames count from the shot's first. */
export type Keys<T> = readonly (readonly [frame: number, value: T])[];
export type Held<T> = T | Keys<T>;
export type Moving = number | Keys<number>;

const isKeys = <T>(value: Held<T>): value is Keys<T> => Array.isArray(value);

/** The latest key's value: expressions, poses. */
export function heldAt<T extends string>(value: Held<T>, frame: number): T {
  if (!isKeys(value)) return value;
  const passed = value.filter(([at]) => at <= frame);
  const key = passed.at(-1) ?? value[0];
  if (!key) throw new RangeError('a list of keys needs at least one key');
  return key[1];
}

/** Between two keys with a soft start and a soft stop; before the first and after the last key it rests. */
export function movingAt(value: Moving, frame: number): number {
  if (typeof value === 'number') return value;
  const first = value[0];
  const last = value.at(-1);
  if (!first || !last) throw new RangeError('a list of keys needs at least one key');
  if (frame <= first[0]) return first[1];
  if (frame >= last[0]) return last[1];
  const next = value.findIndex(([at]) => at > frame);
  const [from, a] = value[next - 1] ?? first;
  const [to, b] = value[next] ?? last;
  const u = (frame - from) / (to - from);
  return a + (b - a) * u * u * (3 - 2 * u);
}
