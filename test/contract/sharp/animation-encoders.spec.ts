import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { FfmpegApngEncoder } from '#adapters/ffmpeg/stickers/ffmpeg-apng-encoder.adapter.js';
import { SharpAnimationEncoder } from '#adapters/sharp/sharp-animation-encoder.adapter.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { STICKER_FORMATS, type StickerFormat } from '#domain/stickers/sticker.js';
import { EncodeByFormat } from '#pipeline/make-stickers/encode-by-format.js';
import { fitAnimation } from '#pipeline/make-stickers/fit-animation.js';
import { ffmpeg } from '../../fixtures/videos/marked-film.js';
import { errorWith } from '../error-with.js';
import { toolchain } from '../ffmpeg/ffmpeg-ports.js';

const encoder = new EncodeByFormat(new FfmpegApngEncoder(toolchain), new SharpAnimationEncoder());
const folder = mkdtempSync(join(tmpdir(), 'castline-encoders-'));
after(() => rmSync(folder, { recursive: true }));
const MOVING = STICKER_FORMATS.filter((format) => format !== 'png');
const [WIDTH, HEIGHT] = [120, 80];

/** A bright square that walks to the right over noise (which compresses badly) or over one colour. */
function walk(frames: number, isNoisy: boolean): RgbPicture[] {
  return Array.from({ length: frames }, (_, at) => {
    const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(40);
    let seed = at + 1;
    if (isNoisy)
      for (let i = 0; i < data.length; i++) data[i] = (seed = Math.imul(seed, 1103515245) + 12345) >>> 24;
    for (let y = 30; y < 50; y++)
      data.set(Array.from({ length: 20 }, () => [250, 60, 30]).flat(), 3 * (y * WIDTH + at * 10));
    return { format: 'rgb24', width: WIDTH, height: HEIGHT, data };
  });
}

/** Every picture that a player shows, as rgb24. */
async function decode(bytes: Uint8Array, format: StickerFormat): Promise<Buffer[]> {
  const side = WIDTH * HEIGHT * 3;
  const raw =
    format === 'apng' ? decodeApng(bytes) : await sharp(bytes, { pages: -1 }).removeAlpha().raw().toBuffer();
  return Array.from({ length: raw.length / side }, (_, at) => raw.subarray(at * side, (at + 1) * side));
}

/** libvips sees only the first picture of a moving PNG. */
function decodeApng(bytes: Uint8Array): Buffer {
  const path = join(folder, 'moving.png');
  writeFileSync(path, bytes);
  return ffmpeg(['-f', 'apng', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1']).stdout;
}

/** Where the square's left edge is in its middle row. */
const leftOf = (picture: Buffer): number =>
  Array.from({ length: WIDTH }, (_, x) => picture[3 * (40 * WIDTH + x)]!).findIndex((red) => red > 160);

describe('encoders of moving pictures', () => {
  for (const format of MOVING) {
    it(`write ${format} whose pictures come in order, in their colours, each for its time`, async () => {
      const encoding = { format, side: 240, detail: format === 'webp' ? 90 : 256 };
      const bytes = await encoder.encode({ pictures: walk(8, false), millisecondsEach: 80 }, encoding);
      const shown = await decode(bytes, format);
      const places = shown.map(leftOf);
      assert.equal(places.length, 8);
      for (const [at, left] of places.entries()) assert.ok(Math.abs(left - at * 10) <= 1, places.join(' '));
      const [red, green, blue] = shown[3]!.subarray(3 * (40 * WIDTH + 40));
      const isNear = Math.abs(red! - 250) < 20 && Math.abs(green! - 60) < 25 && Math.abs(blue! - 30) < 25;
      assert.ok(isNear, `${red} ${green} ${blue}`);
      if (format === 'apng') return assert.equal(apngSeconds(bytes), 8 * 0.08);
      const { loop, delay } = await sharp(bytes, { pages: -1 }).metadata();
      assert.deepEqual([loop, delay], [0, Array.from({ length: 8 }, () => 80)]);
    });
  }

  it('write a still PNG of the first picture, bit by bit', async () => {
    const pictures = walk(3, true);
    const still = { format: 'png', side: 240, detail: 256 } as const;
    const bytes = await encoder.encode({ pictures, millisecondsEach: 80 }, still);
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual(data, Buffer.from(pictures[0]!.data));
  });

  it('stop when they are cancelled', async () => {
    const moving = { pictures: walk(3, true), millisecondsEach: 80 };
    const encoding = { format: 'apng', side: 240, detail: 256 } as const;
    const encoded = encoder.encode(moving, encoding, AbortSignal.abort());
    await assert.rejects(encoded, errorWith('cancelled', 'RUN.CANCELLED'));
  });
});

describe('a sticker within its limits', () => {
  for (const format of STICKER_FORMATS) {
    it(`is as large as it may be in ${format}, and smaller, shorter or coarser where it must`, async () => {
      const fit = (maxBytes: number, side = 240) =>
        fitAnimation(encoder, {
          ...{ pictures: walk(format === 'png' ? 1 : 10, true), millisecondsEach: 66, format },
          limits: { side, maxBytes },
        });
      const ample = await fit(5_000_000);
      assert.deepEqual([ample.width, ample.height, ample.frames], [WIDTH, HEIGHT, format === 'png' ? 1 : 10]);
      const limit = Math.floor(ample.bytes.length / 3);
      const tight = await fit(limit);
      assert.ok(tight.bytes.length <= limit, `${tight.bytes.length} of ${limit}`);
      const { width, height, pageHeight } = await sharp(tight.bytes, { pages: -1 }).metadata();
      assert.deepEqual([width, pageHeight ?? height], [tight.width, tight.height]);
      const narrow = await fit(5_000_000, 60);
      assert.deepEqual([narrow.width, narrow.height], [60, 40]);
      await assert.rejects(fit(60), errorWith('too-large', 'STICKER.TOO_LARGE'));
    });
  }
});

/** The sum of what an APNG's frame control chunks say. */
function apngSeconds(bytes: Uint8Array): number {
  const chunks = Buffer.from(bytes);
  let sum = 0;
  for (let at = 8; at < chunks.length; at += 12 + chunks.readUInt32BE(at)) {
    if (chunks.toString('latin1', at + 4, at + 8) !== 'fcTL') continue;
    sum += (chunks.readUInt16BE(at + 28) * 1000) / (chunks.readUInt16BE(at + 30) || 100);
  }
  return Math.round(sum) / 1000;
}
