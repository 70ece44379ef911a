import type { TimeSpan } from '../time/time-span.js';
import type { CutOptions } from './plan-cuts.js';

/** What is asked for, of one episode or of several. */
export interface SceneRequest {
  readonly query: string;
  readonly options: CutOptions;
  readonly excluded: readonly TimeSpan[];
  /** Also cuts what is marked as opening, ending, credits and the like. */
  readonly includeMarked: boolean;
  /** Only the best of it, so many seconds altogether; null: all. */
  readonly bestSeconds: number | null;
  /** Names that are somebody's in other episodes: nowhere here, but not unknown. */
  readonly alsoKnown?: readonly string[];
}
