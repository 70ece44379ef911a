// Label files and where their pictures are.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';

/** @throws CastlineError not-found EVAL.NO_LABELS, usage EVAL.BAD_LABELS */
export async function readLabels<Content>(path: string, parse: (text: string) => Content): Promise<Content> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = `the label file ${path} cannot be read; check its name`;
    throw new CastlineError('not-found', 'EVAL.NO_LABELS', message, { path }, { cause });
  });
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${path} is not in the expected form: ${reason}`;
    throw new CastlineError('usage', 'EVAL.BAD_LABELS', message, { path }, { cause });
  }
}

/**
 * The label file that is meant: `path` itself, or, for a folder, the one file in it that ends so.
 * @throws CastlineError not-found EVAL.NO_LABELS, usage EVAL.SEVERAL_LABELS
 */
export async function findLabelFile(path: string, ending: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile()) return path;
  const names = facts?.isDirectory()
    ? (await readdir(path)).filter((name) => name.endsWith(ending)).sort()
    : [];
  if (names.length === 1) return join(path, names[0]!);
  if (names.length > 1) {
    const message = `${path} holds several files ending in ${ending} (${names.join(', ')}); name the one that is meant`;
    throw new CastlineError('usage', 'EVAL.SEVERAL_LABELS', message, { path, names });
  }
  const message = `${path} is no label file and holds none that ends in ${ending}`;
  throw new CastlineError('not-found', 'EVAL.NO_LABELS', message, { path });
}

/**
 * The folder of a label file's pictures: the one given, else where the first picture is found: beside the file, in a
 * folder named like it, or in one named like it without `_info`.
 * @throws CastlineError not-found EVAL.NO_PICTURES
 */
export async function findPictureFolder(
  labelFile: string,
  firstPicture: string,
  given: string | undefined,
): Promise<string> {
  const beside = dirname(labelFile);
  const name = basename(labelFile, extname(labelFile));
  const candidates =
    given === undefined ? [beside, join(beside, name), join(beside, name.replace(/_info$/, ''))] : [given];
  for (const folder of candidates)
    if (await stat(join(folder, firstPicture)).catch(() => undefined)) return folder;
  const message = `the picture ${firstPicture} of ${labelFile} is not in ${[...new Set(candidates)].join(' or ')}; say where the pictures are with --pictures`;
  throw new CastlineError('not-found', 'EVAL.NO_PICTURES', message, { labelFile, candidates });
}
