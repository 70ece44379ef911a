import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';

const codec = new SharpPictureCodec({ maxPixels: 10_000 });

/** 4x2: left half red, right half green. */
const picture: RgbPicture = {
  format: 'rgb24',
  width: 4,
  height: 2,
  data: Uint8Array.from(
    { length: 24 },
    (_, i) => (Math.floor(i / 3) % 4 < 2 ? [255, 0, 0] : [0, 255, 0])[i % 3]!,
  ),
};

/** A JPEG of these pixels whose EXIF says that it must be turned a quarter to the right (orientation 6). */
function turned(jpeg: Uint8Array): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const body = [...Buffer.from('Exif\0\0'), ...tiff];
  return Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2)]);
}

/** One clear pixel as a GIF, two frames. */
const ANIMATED = Buffer.from(
  '47494638396101000100800000ff0000000000' +
    '21f90400000000002c00000000010001000002024401' +
    '0021f90400000000002c00000000010001000002024c0100' +
    '3b',
  'hex',
);

describe('SharpPictureCodec', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-sharp-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function stored(name: string, bytes: Uint8Array | string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  async function refusal(path: string): Promise<CastlineError> {
    const outcome = await codec.read(path).catch((error: unknown) => error);
    assert.ok(outcome instanceof CastlineError, `${path} was read`);
    assert.ok(outcome.message.includes(path));
    return outcome;
  }

  it('reads back the very pixels of a PNG, whatever the name', async () => {
    const path = await stored("-it's 猫 🐈.PNG", await codec.encode(picture, { format: 'png' }));
    const read = await codec.read(path);
    assert.deepEqual([read.width, read.height, ...read.data], [4, 2, ...picture.data]);
  });

  for (const format of ['jpeg', 'webp'] as const) {
    it(`reads ${format} and says its size`, async () => {
      const read = await codec.read(await stored(`p.${format}`, await codec.encode(picture, { format })));
      assert.deepEqual([read.width, read.height, read.data.length], [4, 2, 24]);
    });
  }

  it('turns a picture upright as its EXIF says', async () => {
    const jpeg = await codec.encode(picture, { format: 'jpeg', quality: 100 });
    const read = await codec.read(await stored('turned.jpg', turned(jpeg)));
    assert.deepEqual([read.width, read.height], [2, 4]);
  });

  it('puts clear pixels on mid grey and takes the first frame of an animation', async () => {
    const clear = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    );
    const read = await codec.read(await stored('clear.png', clear));
    // half transparent blue
    assert.deepEqual([...read.data], [64, 64, 191]);
    assert.deepEqual(
      [...(await codec.read(await stored('clear.png', clear), [255, 255, 255])).data],
      [128, 128, 255],
    );
    const first = await codec.read(await stored('animated.gif', ANIMATED));
    assert.deepEqual([first.width, first.height], [1, 1]);
  });

  it('encodes a decoded frame, scaled down and never up', async () => {
    const grey = { format: 'yuv420p', width: 8, height: 4, data: new Uint8Array(48).fill(128) } as const;
    const small = await codec.read(
      await stored('s.png', await codec.encode(grey, { format: 'png', maxWidth: 4 })),
    );
    assert.deepEqual([small.width, small.height, small.data[0]], [4, 2, 130]);
    const same = await codec.read(
      await stored('l.png', await codec.encode(grey, { format: 'png', maxWidth: 99 })),
    );
    assert.equal(same.width, 8);
  });

  it('refuses a missing file', async () => {
    const error = await refusal(join(folder, 'nothing.png'));
    assert.deepEqual([error.kind, error.code], ['not-found', 'PICTURE.MISSING']);
  });

  const unreadable: Record<string, () => Promise<Uint8Array | string>> = {
    'empty.png': async () => '',
    'text.png': async () => 'this is no picture',
    'vector.png': async () =>
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    'document.png': async () => '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    'torn.jpg': async () => {
      const data = Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => (i * 7919) % 251);
      const jpeg = await codec.encode({ format: 'rgb24', width: 60, height: 60, data }, { format: 'jpeg' });
      return jpeg.subarray(0, jpeg.length / 2);
    },
  };
  for (const [name, bytes] of Object.entries(unreadable)) {
    it(`refuses ${name}`, async () => {
      const error = await refusal(await stored(name, await bytes()));
      assert.deepEqual([error.kind, error.code], ['bad-media', 'PICTURE.UNREADABLE']);
    });
  }

  it('refuses a folder', async () => {
    assert.equal((await refusal(folder)).kind, 'bad-media');
  });

  it('refuses a picture over the pixel limit, naming the limit', async () => {
    const data = new Uint8Array(101 * 100 * 3);
    const large = await codec.encode({ format: 'rgb24', width: 101, height: 100, data }, { format: 'png' });
    const error = await refusal(await stored('large.png', large));
    assert.deepEqual([error.kind, error.code], ['too-large', 'PICTURE.TOO_LARGE']);
    assert.match(error.message, /10000 pixels/);
  });
});
