import { writeFile } from 'node:fs/promises';
import type { Episode } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Sticker } from '#domain/stickers/sticker.js';
import type { KeepWorks } from '../keep-works/keep-works.js';
import { workIdOf } from '../keep-works/work-id.js';
import type { MakeStickers, MakeStickersRequest, StickerDraft } from './make-stickers.js';

export interface StoreStickersRequest extends MakeStickersRequest {
  readonly episode: Episode;
  readonly timelineVersion: number;
}

/** Makes stickers into the media store; one that is kept already is not encoded again. */
export class StoreStickers {
  constructor(
    private readonly stickers: MakeStickers,
    private readonly kept: KeepWorks,
  ) {}

  async run(request: StoreStickersRequest): Promise<Sticker[]> {
    const made: Sticker[] = [];
    for await (const draft of this.stickers.run(request)) made.push(await this.store(draft, request));
    return made;
  }

  private store(
    { about, identity, encode }: StickerDraft,
    { episode, timelineVersion }: StoreStickersRequest,
  ): Promise<Sticker> {
    const id = workIdOf('sticker', [episode.id, ...identity]);
    const { character, expression, format, start, end } = about;
    return this.kept.run({
      ...{ kind: 'sticker', id, fileName: about.fileName },
      make: async (path) => {
        const { bytes, width, height, frames } = await encode();
        await writeFile(path, bytes);
        const made = { kind: 'sticker', episodeId: episode.id, timelineVersion } as const;
        return { ...made, ...about, width, height, frames };
      },
      tell: ({ width, height, frames, sizeInBytes }) =>
        eventOf('sticker.ready.v1', episode.id, id, {
          ...{ stickerId: id, character, expression, format, width, height, frames, sizeInBytes },
          ...{ timelineVersion, start, end },
        }),
    });
  }
}
