import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Work, WorkKind, WorkOf } from '#domain/works/work.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { WorkRepository } from '#ports/work-repository.port.js';

/** A work without what is known only once its file is kept. */
type Unkept<W extends Work> = Omit<W, 'id' | 'mediaId' | 'sizeInBytes' | 'createdAt'>;

export interface WorkMaking<Kind extends WorkKind> {
  readonly kind: Kind;
  /** Follows from all that makes the file what it is: the same id is the same work. */
  readonly id: string;
  readonly fileName: string;
  /** Writes the file and says what it is. */
  readonly make: (path: string) => Promise<Unkept<WorkOf<Kind>>>;
  readonly tell: (work: WorkOf<Kind>) => DomainEvent;
}

/** A file may be deleted, with the last work that was kept as it, while another one comes to share it. */
const MOST_TRIES = 3;

/** Puts what is made into the media store. What is there already is not made again, so a retried job goes on where it was. */
export class KeepWorks {
  constructor(
    private readonly works: WorkRepository,
    private readonly media: MediaStore,
    private readonly scratchFolder: string,
  ) {}

  /** @throws whatever `make` throws; CastlineError environment DISK.FULL, transient WORK.MEDIA_MISSING */
  async run<Kind extends WorkKind>(making: WorkMaking<Kind>): Promise<WorkOf<Kind>> {
    const known = await this.works.find(making.kind, making.id);
    if (known && (await this.media.find(known.mediaId))) return known;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const work = await this.make(making);
      await this.works.save(work, [making.tell(work)]);
      if (await this.media.find(work.mediaId)) return work;
    }
    const message = `the file of ${making.id} keeps being deleted while it is made; try again`;
    throw new CastlineError('transient', 'WORK.MEDIA_MISSING', message, { id: making.id });
  }

  private async make<Kind extends WorkKind>({ id, fileName, make }: WorkMaking<Kind>): Promise<WorkOf<Kind>> {
    await mkdir(this.scratchFolder, { recursive: true });
    const path = join(this.scratchFolder, `${id}-${randomUUID()}${extname(fileName)}`);
    try {
      const made = await make(path);
      const { id: mediaId, sizeInBytes } = await this.media.adopt(path);
      const createdAt = new Date().toISOString();
      return { ...made, id, mediaId, sizeInBytes, createdAt } as unknown as WorkOf<Kind>;
    } finally {
      await rm(path, { force: true });
    }
  }
}
