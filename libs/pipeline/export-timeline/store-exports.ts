import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from '#domain/interchange/export-formats.js';
import type { StoredExport } from '#domain/interchange/stored-export.js';
import type { ExportRepository } from '#ports/export-repository.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import { writeWhole } from '../write-output/write-whole.js';
import type { ExportedTimeline } from './export-timeline.js';

export interface StoreExportsRequest {
  readonly exported: ExportedTimeline;
  readonly episodeIds: readonly string[];
  readonly query: string | null;
  readonly format: ExportFormat;
}

/** Keeps exports as files of the media store. The same text for the same question is one export, however often it is made. */
export class StoreExports {
  constructor(
    private readonly exports: ExportRepository,
    private readonly media: MediaStore,
    private readonly scratchFolder: string,
  ) {}

  /** @throws CastlineError environment DISK.FULL; not-found EPISODE.MISSING */
  async run({ exported, episodeIds, query, format }: StoreExportsRequest): Promise<StoredExport[]> {
    const { files, contentType, events } = exported;
    const kept: StoredExport[] = [];
    for (const [index, { name: fileName, text }] of files.entries()) {
      const { id: mediaId, sizeInBytes } = await this.keep(text);
      const id = exportIdOf([episodeIds, query, format, fileName, mediaId]);
      const createdAt = (await this.exports.find(id))?.createdAt ?? new Date().toISOString();
      const stored: StoredExport = {
        ...{ id, episodeIds, query, format, fileName, contentType, events, mediaId, sizeInBytes, createdAt },
        ...{ part: index + 1, parts: files.length },
      };
      await this.exports.save(stored);
      kept.push(stored);
    }
    return kept;
  }

  private async keep(text: string): Promise<{ id: string; sizeInBytes: number }> {
    await mkdir(this.scratchFolder, { recursive: true });
    const path = join(this.scratchFolder, `export-${randomUUID()}`);
    try {
      await writeWhole(path, text);
      return await this.media.adopt(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}

function exportIdOf(facts: readonly unknown[]): string {
  return `export_${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24)}`;
}
