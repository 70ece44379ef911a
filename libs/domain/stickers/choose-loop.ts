import type { RgbPicture } from '../picture/picture.js';

/** Every picture is looked at in so many points. */
const POINTS = 1024;
/** Mean difference of colours, 0..255, at which nobody sees a jump. */
const SAME = 6;

/**
 * Which pictures are shown, in order, so that the last leads back to the first: as many as there are up to one that looks
 * like the first, or else there and back again.
 */
export function chooseLoop(pictures: readonly RgbPicture[]): number[] {
  const [first] = pictures;
  if (!first) return [];
  const least = Math.ceil(pictures.length / 2);
  for (let end = pictures.length; end > least && end > 2; end--)
    if (differenceOf(first, pictures[end - 1]!) <= SAME) return counting(end);
  const there = counting(pictures.length);
  return [...there, ...there.slice(1, -1).reverse()];
}

/** Mean difference of two pictures of one size. */
function differenceOf(a: RgbPicture, b: RgbPicture): number {
  const step = Math.max(1, Math.floor(a.data.length / 3 / POINTS)) * 3;
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < a.data.length; at += step)
    for (let channel = 0; channel < 3; channel++, count++)
      sum += Math.abs(a.data[at + channel]! - (b.data[at + channel] ?? 0));
  return count === 0 ? 0 : sum / count;
}

const counting = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
