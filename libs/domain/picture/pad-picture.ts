import type { RgbPicture } from './picture.js';

const MID_GREY = 128;

/** Sets the picture on a mid grey ground, `share` of its longer side wide on every side: a close-up becomes a face with room around it. */
export function padPicture(picture: RgbPicture, share: number): { picture: RgbPicture; margin: number } {
  const margin = Math.round(Math.max(picture.width, picture.height) * share);
  const width = picture.width + 2 * margin;
  const height = picture.height + 2 * margin;
  const data = new Uint8Array(width * height * 3).fill(MID_GREY);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
    data.set(row, ((y + margin) * width + margin) * 3);
  }
  return { picture: { format: 'rgb24', width, height, data }, margin };
}
