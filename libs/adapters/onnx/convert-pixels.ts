// Colour conversion without resampling: the hot path, run once for every examined frame.
import type { Picture, RgbPicture, Yuv420Picture } from '#domain/picture/picture.js';
import { type PixelSink, planeStart } from './pixel-sink.js';

/** BT.601 limited range in 8.8 fixed point, as libswscale and OpenCV have it. */
const LUMA = 298;
const RED_V = 409;
const GREEN_U = -100;
const GREEN_V = -208;
const BLUE_U = 516;
const HALF = 128;

const clampByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Writes the whole picture, pixel for pixel, at (left, top) of the sink. */
export function convertInto(picture: Picture, sink: PixelSink, left: number, top: number): void {
  if (picture.format === 'rgb24') convertRgb(picture, sink, left, top);
  else convertYuv(picture, sink, left, top);
}

function convertRgb(picture: RgbPicture, sink: PixelSink, left: number, top: number): void {
  const { data, gain, bias } = sink;
  const [red, green, blue] = [planeStart(sink, 0), planeStart(sink, 1), planeStart(sink, 2)];
  let source = 0;
  for (let y = 0; y < picture.height; y++) {
    let target = (y + top) * sink.width + left;
    for (let x = 0; x < picture.width; x++, target++, source += 3) {
      data[red + target] = picture.data[source]! * gain[0] + bias[0];
      data[green + target] = picture.data[source + 1]! * gain[1] + bias[1];
      data[blue + target] = picture.data[source + 2]! * gain[2] + bias[2];
    }
  }
}

/** Two pixels of a row share their colour, so they are done together. */
function convertYuv(picture: Yuv420Picture, sink: PixelSink, left: number, top: number): void {
  const { width, height, data: bytes } = picture;
  const { data } = sink;
  // Plain locals: the loop below runs 115,000 times a frame.
  const [gainR, gainG, gainB] = sink.gain;
  const [biasR, biasG, biasB] = sink.bias;
  const [red, green, blue] = [planeStart(sink, 0), planeStart(sink, 1), planeStart(sink, 2)];
  const halfWidth = width >> 1;
  const uStart = width * height;
  const vStart = uStart + halfWidth * (height >> 1);
  for (let y = 0; y < height; y++) {
    const chromaRow = (y >> 1) * halfWidth;
    let source = y * width;
    let target = (y + top) * sink.width + left;
    for (let chroma = chromaRow; chroma < chromaRow + halfWidth; chroma++, source += 2, target += 2) {
      const u = bytes[uStart + chroma]! - 128;
      const v = bytes[vStart + chroma]! - 128;
      const addRed = RED_V * v + HALF;
      const addGreen = GREEN_U * u + GREEN_V * v + HALF;
      const addBlue = BLUE_U * u + HALF;
      let luma = LUMA * (bytes[source]! - 16);
      data[red + target] = clampByte((luma + addRed) >> 8) * gainR + biasR;
      data[green + target] = clampByte((luma + addGreen) >> 8) * gainG + biasG;
      data[blue + target] = clampByte((luma + addBlue) >> 8) * gainB + biasB;
      luma = LUMA * (bytes[source + 1]! - 16);
      data[red + target + 1] = clampByte((luma + addRed) >> 8) * gainR + biasR;
      data[green + target + 1] = clampByte((luma + addGreen) >> 8) * gainG + biasG;
      data[blue + target + 1] = clampByte((luma + addBlue) >> 8) * gainB + biasB;
    }
  }
}

/** A whole-pixel part of a picture as RGB. */
export interface RgbRegion extends RgbPicture {
  /** Where the region begins in the picture. */
  readonly left: number;
  readonly top: number;
}

/** The rectangle [x1, x2) x [y1, y2), whole pixels inside the picture, as RGB; an RGB picture is handed on without a copy. */
export function rgbRegionOf(
  picture: Picture,
  rectangle: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number },
): RgbRegion {
  if (picture.format === 'rgb24') return { ...picture, left: 0, top: 0 };
  const { x1: left, y1: top } = rectangle;
  const width = rectangle.x2 - left;
  const height = rectangle.y2 - top;
  const { data: bytes } = picture;
  const data = new Uint8Array(width * height * 3);
  const halfWidth = picture.width >> 1;
  const uStart = picture.width * picture.height;
  const vStart = uStart + halfWidth * (picture.height >> 1);
  let target = 0;
  for (let y = top; y < top + height; y++) {
    const row = y * picture.width;
    const chromaRow = (y >> 1) * halfWidth;
    for (let x = left; x < left + width; x++, target += 3) {
      const chroma = chromaRow + (x >> 1);
      const u = bytes[uStart + chroma]! - 128;
      const v = bytes[vStart + chroma]! - 128;
      const luma = LUMA * (bytes[row + x]! - 16) + HALF;
      data[target] = clampByte((luma + RED_V * v) >> 8);
      data[target + 1] = clampByte((luma + GREEN_U * u + GREEN_V * v) >> 8);
      data[target + 2] = clampByte((luma + BLUE_U * u) >> 8);
    }
  }
  return { format: 'rgb24', width, height, data, left, top };
}
