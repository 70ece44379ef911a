/** What hair.ts and hats.ts give to a head. */
import type { Design } from './design.js';

export interface HairDrawing {
  readonly back: string;
  readonly front: string;
  /** Cast on the forehead; drawn inside the skull's outline. */
  readonly shadow: string;
  /** Drawn over the skull when the character is seen from behind. */
  readonly cover: string;
  /** In profile: whether the ear lies on top of this hair. */
  readonly earShows: boolean;
}

export type HairColours = Design['hair'];
