import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SharpPictureCodec } from '#adapters/sharp/sharp-picture-codec.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { type ReadCast, ReadCastFolder } from '#pipeline/read-cast/read-cast-folder.js';
import { type Blob, ColourRecognizer, pictureOfBlobs } from '../../factories/colour-recognizer.js';

const codec = new SharpPictureCodec();
const red: Blob = { x: 10, y: 10, size: 12, colour: [255, 0, 0] };
const blue: Blob = { x: 40, y: 10, size: 12, colour: [0, 0, 255] };

describe('ReadCastFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-cast-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(source: string, content: RgbPicture | string): Promise<void> {
    const path = join(folder, source);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      typeof content === 'string' ? content : await codec.encode(content, { format: 'png' }),
    );
  }
  const read = (): Promise<ReadCast> => new ReadCastFolder(codec, new ColourRecognizer()).run(folder);
  const face = (...blobs: Blob[]): RgbPicture => pictureOfBlobs(60, 40, ...blobs);

  it('takes a folder for a character and a sub-folder for a form', async () => {
    await put('ruby/1.png', face(red));
    await put('ruby/hero/2.PNG', face(red));
    await put("-it's 猫 🐈/x.png", face(blue));
    const { gallery, warnings, heads, portraits } = await read();
    assert.deepEqual(
      gallery.references.map(({ character, form, source }) => [character, form, source]),
      [
        ["-it's 猫 🐈", null, "-it's 猫 🐈/x.png"],
        ['ruby', null, 'ruby/1.png'],
        ['ruby', 'hero', 'ruby/hero/2.PNG'],
      ],
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual(heads, portraits);
    assert.deepEqual(portraits[1], {
      character: 'ruby',
      form: null,
      path: join(folder, 'ruby/1.png'),
      head: { x1: 10, y1: 10, x2: 22, y2: 22 },
    });
  });

  it('passes over hidden entries and files that are no pictures', async () => {
    await put('ruby/1.png', face(red));
    await put('ruby/.DS_Store', 'x');
    await put('ruby/notes.txt', 'x');
    await put('.git/1.png', face(blue));
    const { gallery, warnings } = await read();
    assert.equal(gallery.references.length, 1);
    assert.deepEqual(warnings, []);
  });

  it('finds a face that fills its picture by giving it a margin', async () => {
    await put('ruby/1.png', pictureOfBlobs(30, 30, { x: 0, y: 0, size: 30, colour: [255, 0, 0] }));
    const { gallery, portraits } = await read();
    assert.equal(gallery.references.length, 1);
    assert.deepEqual(portraits[0]?.head, { x1: 0, y1: 0, x2: 30, y2: 30 });
  });

  it('names what it leaves out and uses the rest', async () => {
    await put('ruby/1.png', face(red));
    await put('ruby/broken.png', 'no picture');
    await put('ruby/group.png', face(red, blue));
    await put('ruby/empty.png', face());
    await put('blueish/empty.png', face());
    await put('nobody/notes.txt', 'x');
    await put('loose.png', face(blue));
    await put('ruby/hero/deep/1.png', face(red));
    const { gallery, warnings } = await read();
    assert.deepEqual(
      gallery.references.map(({ source }) => source),
      ['ruby/1.png'],
    );
    const expected = [
      /^loose\.png lies outside of a character's folder/,
      /^ruby\/hero\/deep is one folder too deep/,
      /^blueish\/empty\.png shows no face/,
      /^ruby\/broken\.png was left out: .*cannot be read/,
      /^ruby\/empty\.png shows no face/,
      /^ruby\/group\.png shows 2 faces of like size/,
      /"blueish" has no usable picture/,
      /"nobody" has no usable picture/,
    ];
    assert.equal(warnings.length, expected.length, warnings.join('\n'));
    expected.forEach((pattern, i) => assert.match(warnings[i]!, pattern));
  });

  it('follows links and passes over broken ones', async () => {
    await put('elsewhere/1.png', face(red));
    await symlink(join(folder, 'elsewhere'), join(folder, 'linked'));
    await symlink(join(folder, 'nothing'), join(folder, 'broken'));
    assert.deepEqual(
      (await read()).gallery.references.map(({ character }) => character),
      ['elsewhere', 'linked'],
    );
  });

  it('has a digest that knows names and bytes, but neither file names nor order', async () => {
    await put('ruby/1.png', face(red));
    await put('ruby/2.png', face({ ...red, x: 20 }));
    const { digest } = await read();
    await rm(join(folder, 'ruby/1.png'));
    await put('ruby/9.png', face(red));
    assert.equal((await read()).digest, digest);
    await put('ruby/2.png', face({ ...red, x: 21 }));
    assert.notEqual((await read()).digest, digest);
  });

  const refusals: Record<string, [() => Promise<void>, { kind: string; code: string }]> = {
    'a folder that is not there': [
      () => rm(folder, { recursive: true }),
      { kind: 'not-found', code: 'CAST.MISSING' },
    ],
    'an empty folder': [async () => {}, { kind: 'usage', code: 'CAST.EMPTY' }],
    'a folder without character folders': [
      () => put('1.png', face(red)),
      { kind: 'usage', code: 'CAST.EMPTY' },
    ],
    'a cast without one usable picture': [
      () => put('ruby/1.png', 'no picture'),
      { kind: 'usage', code: 'CAST.NO_USABLE_PICTURE' },
    ],
  };
  for (const [what, [arrange, expected]] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      await arrange();
      await assert.rejects(read(), expected);
      await mkdir(folder, { recursive: true });
    });
  }

  it('refuses a file in the place of the folder', async () => {
    await put('file', 'x');
    const sut = new ReadCastFolder(codec, new ColourRecognizer());
    await assert.rejects(sut.run(join(folder, 'file')), { kind: 'usage', code: 'CAST.NOT_A_FOLDER' });
  });
});
