/** The timeline contract: what `timeline.json` holds and what REST serves. */

/** One instant in the three ways that people ask for it. `frame` counts decoded frames from 0. */
export interface Point {
  readonly ms: number;
  readonly timecode: string;
  readonly frame: number;
}

interface TimelineBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An appearance: `[start, end)`. */
export interface Instance {
  readonly start: Point;
  readonly end: Point;
  readonly confidence: number;
  readonly form: string | null;
  readonly trackIds: readonly string[];
  readonly best: { readonly at: Point; readonly box: TimelineBox };
}

export interface TimelineCharacter {
  readonly id: string;
  readonly name: string;
  readonly known: boolean;
  readonly seenMs: number;
  readonly confidence: number;
  readonly instances: readonly Instance[];
}

export interface TimelineShot {
  readonly index: number;
  readonly start: Point;
  readonly end: Point;
}

export interface Timeline {
  readonly castline: 1;
  readonly episode: {
    readonly id: string;
    readonly name: string;
    readonly sha256: string;
    readonly durationMs: number;
    readonly frameRate: string;
    readonly width: number;
    readonly height: number;
  };
  readonly models: { readonly detector: string; readonly embedder: string };
  readonly warnings: readonly string[];
  /** Names that were looked for; who of them does not appear has no entry in `characters`. */
  readonly cast: readonly string[];
  readonly shots: readonly TimelineShot[];
  readonly characters: readonly TimelineCharacter[];
}
