import type { Reel } from '../reels/reel.js';
import type { Sticker } from '../stickers/sticker.js';

/** Files that are made of an episode and kept, beside its clips. */
export type Work = Reel | Sticker;

export type WorkKind = Work['kind'];
export type WorkOf<Kind extends WorkKind> = Extract<Work, { readonly kind: Kind }>;
