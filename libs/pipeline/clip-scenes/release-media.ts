import type { MediaStore } from '#ports/media-store.port.js';

/** Whoever may refer to a file of the media store: episodes, clips, works, exports. */
export interface MediaUser {
  isMediaUsed(mediaId: string): Promise<boolean>;
}

/** Deletes files that nobody refers to any more; called after the reference is gone. */
export class ReleaseMedia {
  constructor(
    private readonly media: MediaStore,
    private readonly users: readonly MediaUser[],
  ) {}

  async run(mediaIds: readonly (string | null)[]): Promise<void> {
    for (const mediaId of new Set(mediaIds)) {
      if (mediaId !== null && !(await this.isUsed(mediaId))) await this.media.delete(mediaId);
    }
  }

  private async isUsed(mediaId: string): Promise<boolean> {
    for (const user of this.users) if (await user.isMediaUsed(mediaId)) return true;
    return false;
  }
}
