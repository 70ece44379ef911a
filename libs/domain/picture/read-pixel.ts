import type { Picture } from './picture.js';

/** Writes red, green and blue (0..255) of the pixel at column `x` and row `y`, which must lie inside, to `into[at...]`. */
export function readPixel(
  picture: Picture,
  { x, y }: { readonly x: number; readonly y: number },
  into: Uint8Array,
  at = 0,
): void {
  const { data, width, height } = picture;
  if (picture.format === 'rgb24') {
    const from = (y * width + x) * 3;
    into[at] = data[from]!;
    into[at + 1] = data[from + 1]!;
    into[at + 2] = data[from + 2]!;
    return;
  }
  // BT.601 limited range, as ffmpeg's default conversion
  const chroma = width * height + (y >> 1) * (width >> 1) + (x >> 1);
  const luma = 1.164 * (data[y * width + x]! - 16);
  const u = data[chroma]! - 128;
  const v = data[chroma + ((width * height) >> 2)]! - 128;
  into[at] = byte(luma + 1.596 * v);
  into[at + 1] = byte(luma - 0.392 * u - 0.813 * v);
  into[at + 2] = byte(luma + 2.017 * u);
}

const byte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
