// The cast as it lies on disk: a folder for every character, sub-folders for its forms, pictures in either.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';

export interface CastPicture {
  readonly character: string;
  readonly form: string | null;
  readonly path: string;
  /** Path below the cast folder, for messages. */
  readonly source: string;
}

export interface CastListing {
  /** Sorted by source. */
  readonly pictures: readonly CastPicture[];
  /** Every character folder, with pictures or without, sorted. */
  readonly characters: readonly string[];
  readonly warnings: readonly string[];
}

const PICTURE_NAME = /\.(png|jpe?g|webp|gif|avif|tiff?)$/i;

/** @throws CastlineError `not-found` CAST.MISSING, `usage` CAST.NOT_A_FOLDER, CAST.EMPTY */
export async function listCastFolder(folder: string): Promise<CastListing> {
  await assertFolder(folder);
  const warnings: string[] = [];
  const top = await listFolder(folder);
  warnings.push(
    ...top.pictures.map(
      (name) =>
        `${name} lies outside of a character's folder: put it into a folder named after the character`,
    ),
  );
  const pictures: CastPicture[] = [];
  for (const name of top.folders) {
    const character = name.normalize('NFC');
    const inside = await listFolder(join(folder, name));
    const add = (form: string | null, source: string): void => {
      pictures.push({ character, form, path: join(folder, source), source });
    };
    for (const picture of inside.pictures) add(null, join(name, picture));
    for (const form of inside.folders) {
      const { pictures: ofForm, folders: tooDeep } = await listFolder(join(folder, name, form));
      for (const picture of ofForm) add(form.normalize('NFC'), join(name, form, picture));
      warnings.push(
        ...tooDeep.map((deep) => `${join(name, form, deep)} is one folder too deep and was left out`),
      );
    }
  }
  if (top.folders.length === 0) throw emptyCast(folder);
  return {
    pictures: pictures.toSorted((a, b) => compare(a.source, b.source)),
    characters: [...new Set(top.folders.map((name) => name.normalize('NFC')))].toSorted(compare),
    warnings,
  };
}

/** By code units: the same on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Hidden entries and files of other kinds are passed over; links are followed, broken ones passed over. */
async function listFolder(folder: string): Promise<{ folders: string[]; pictures: string[] }> {
  const folders: string[] = [];
  const pictures: string[] = [];
  for (const name of (await readdir(folder)).toSorted(compare)) {
    if (name.startsWith('.')) continue;
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts?.isDirectory()) folders.push(name);
    else if (facts?.isFile() && PICTURE_NAME.test(name)) pictures.push(name);
  }
  return { folders, pictures };
}

async function assertFolder(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => undefined);
  if (facts === undefined) {
    const message = `there is no cast folder ${folder}; expected a folder that has one folder of pictures per character`;
    throw new CastlineError('not-found', 'CAST.MISSING', message, { folder });
  }
  if (!facts.isDirectory()) {
    const message = `${folder} is a file; expected a cast folder that has one folder of pictures per character`;
    throw new CastlineError('usage', 'CAST.NOT_A_FOLDER', message, { folder });
  }
}

function emptyCast(folder: string): CastlineError {
  const message =
    `the cast folder ${folder} has no character folders; ` +
    'put the pictures of every character into a folder named after it, such as cast/alice/1.png';
  return new CastlineError('usage', 'CAST.EMPTY', message, { folder });
}
