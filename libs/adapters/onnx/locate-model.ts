import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where models lie: the user's own folder is looked at first. */
export interface ModelFolders {
  readonly added: string;
  readonly shipped: string;
}

/** The folder of the model of that name; where there is none, the place where it would have been shipped. */
export function locateModel(name: string, { added, shipped }: ModelFolders): string {
  const own = join(added, name);
  return existsSync(join(own, 'manifest.json')) ? own : join(shipped, name);
}
