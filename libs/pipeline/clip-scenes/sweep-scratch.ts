import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A cut that is under way is written to all the time; what was not for so long is a dead process's. */
const ABANDONED_MS = 60 * 60_000;

/** Removes what killed processes left in a folder for unfinished clips. A folder that is not there has nothing. */
export async function sweepScratch(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // another process may sweep too
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true, recursive: true });
  }
}
