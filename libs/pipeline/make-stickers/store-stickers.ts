import { writeFile } from 'node:fs/promises';
import type { Episode } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Sticker } from '#domain/stickers/sticker.js';
import type { KeepWorks } from '../keep-works/keep-works.js';
import { workIdOf } from '../keep-works/work-id.js';
import type { TurnTaking } from '../turn-taking.js';
import type { MakeStickers, MakeStickersRequest, StickerDraft } from './make-stickers.js';

export interface StoreStickersRequest extends MakeStickersRequest {
  readonly episode: Episode;
  readonly timelineVersion: number;
}

/** Makes stickers into the media store; one that is kept already is not encoded again. */
export class StoreStickers {
  constructor(
    private readonly stickers: Pick<MakeStickers, 'run'>,
    private readonly kept: Pick<KeepWorks, 'run'>,
    /** Hands out the right to find and encode one sticker. */
    private readonly turns: TurnTaking,
  ) {}

  async run(request: StoreStickersRequest): Promise<Sticker[]> {
    const made: Sticker[] = [];
    const drafts = this.stickers.run(request);
    const makeNext = async (): Promise<boolean> => {
      const next = await drafts.next();
      if (!next.done) made.push(await this.store(next.value, request));
      return !next.done;
    };
    try {
      while (await this.turns.run(makeNext, request.signal));
    } finally {
      await drafts.return(undefined);
    }
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
