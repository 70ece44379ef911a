import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';

const PICTURE_NAME = /\.(png|jpe?g|webp|gif|avif|tiff?)$/i;

/**
 * Paths, below `folder`, of all its pictures at any depth, sorted; hidden ones and links are passed over.
 * @throws CastlineError not-found EVAL.NO_PICTURES
 */
export async function listPictures(folder: string): Promise<string[]> {
  const found = await listBelow(folder, '').catch((cause: unknown) => {
    throw new CastlineError(
      'not-found',
      'EVAL.NO_PICTURES',
      `there is no folder ${folder}`,
      { folder },
      { cause },
    );
  });
  if (found.length > 0) return found.sort();
  throw new CastlineError('not-found', 'EVAL.NO_PICTURES', `${folder} holds no picture`, { folder });
}

async function listBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map(async (entry) => {
        const path = join(below, entry.name);
        if (entry.isDirectory()) return listBelow(folder, path);
        return entry.isFile() && PICTURE_NAME.test(entry.name) ? [path] : [];
      }),
  );
  return nested.flat();
}
