import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Castline's own folder, with models/ and web/ in it: found from this file upwards (the build lies in dist/, a level deeper). */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'nest-cli.json')))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`Castline's own folder was not found above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}

/** Where the models lie that come with Castline. */
export function shippedModelsFolder(): string {
  return join(projectFolder(), 'models');
}
