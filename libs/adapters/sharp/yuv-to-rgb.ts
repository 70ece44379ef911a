import type { Picture, RgbPicture } from '#domain/picture/picture.js';

const toByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : Math.round(value));

/** A decoded frame (BT.601 limited range) as RGB for encoding; an RGB picture as it is. */
export function toRgb(picture: Picture): RgbPicture {
  if (picture.format === 'rgb24') return picture;
  const { width, height, data: bytes } = picture;
  const data = new Uint8Array(width * height * 3);
  const uStart = width * height;
  const vStart = uStart + (width >> 1) * (height >> 1);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const chroma = (y >> 1) * (width >> 1) + (x >> 1);
      const luma = 1.164 * (bytes[y * width + x]! - 16);
      const u = bytes[uStart + chroma]! - 128;
      const v = bytes[vStart + chroma]! - 128;
      data[at] = toByte(luma + 1.596 * v);
      data[at + 1] = toByte(luma - 0.392 * u - 0.813 * v);
      data[at + 2] = toByte(luma + 2.017 * u);
    }
  }
  return { format: 'rgb24', width, height, data };
}
