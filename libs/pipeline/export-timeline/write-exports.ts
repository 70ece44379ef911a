import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { writeWhole } from '../write-output/write-whole.js';
import type { ExportedFile } from './export-timeline.js';

/**
 * Writes exported files to a path: into it where it is a folder or ends like one, else under that very name (several
 * as `name-1.edl`, `name-2.edl`). Returns the paths.
 * @throws CastlineError environment DISK.FULL, OUTPUT.NOT_WRITABLE
 */
export async function writeExports(files: readonly ExportedFile[], out: string): Promise<string[]> {
  const isFolder = /[/\\]$/.test(out) || ((await stat(out).catch(() => undefined))?.isDirectory() ?? false);
  const { dir, name, ext } = parse(out);
  const paths = files.map((file, index) => {
    if (isFolder) return join(out, file.name);
    return files.length === 1 ? out : join(dir, `${name}-${index + 1}${ext}`);
  });
  for (const [index, { text }] of files.entries()) await writeWhole(paths[index]!, text);
  return paths;
}
