import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the finished draft durable and gives it its name; returns its size in bytes. */
export async function settleDraft(draft: string, target: string): Promise<number> {
  const file = await open(draft, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  const { size } = await stat(draft);
  await rename(draft, target);
  await syncFolder(dirname(target));
  return size;
}

async function syncFolder(path: string): Promise<void> {
  // Not every file system can sync a folder; the file itself is safe already.
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
