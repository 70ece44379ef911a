/** What a clip shall take along from its episode, beside pictures and sound. */
export interface Extras {
  readonly subtitles: boolean;
  readonly chapters: boolean;
}

/** What a clip took along. */
export interface ExtrasAccount {
  /** Subtitle tracks with something to say in the clip. */
  readonly subtitles: number;
  readonly chapters: number;
  /** What stayed behind, and why: a sentence each. */
  readonly leftOut: string[];
}

/** What was asked for, in a fixed order. */
export function namesOfExtras(extras: Extras | undefined): (keyof Extras)[] {
  return (['subtitles', 'chapters'] as const).filter((name) => extras?.[name]);
}
