/** An 8-bit RGB picture, rows top to bottom, `data.length === width * height * 3`. */
export interface RgbPicture {
  readonly format: 'rgb24';
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * An 8-bit planar 4:2:0 picture as ffmpeg's rawvideo writes it (BT.601 limited range): Y, then U, then V at half the
 * width and height. `width` and `height` are even; `data.length === width * height * 3 / 2`.
 */
export interface Yuv420Picture {
  readonly format: 'yuv420p';
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type Picture = RgbPicture | Yuv420Picture;
