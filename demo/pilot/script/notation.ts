/** Short forms that keep a shot readable on a few lines. */
import type { Keys } from '../drawing/motion.js';
import type { Actor, Camera, PropUse } from '../shot-list.js';

export const camera = (x: Camera['x'], y: Camera['y'], zoom: Camera['zoom']): Camera => ({ x, y, zoom });
export const actor = (part: Omit<Actor, 'kind'>): Actor => ({ kind: 'actor', ...part });
export const prop = (part: Omit<PropUse, 'kind'>): PropUse => ({ kind: 'prop', ...part });

/** `keys([0, 'happy'], [40, 'surprise'])`: a value from a frame on, or a movement between frames. */
export const keys = <const T extends string | number>(
  ...list: readonly (readonly [frame: number, value: T])[]
): Keys<T> => list;
