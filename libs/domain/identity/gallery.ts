/** One reference picture's (or confirmed track's) embedding under a character's form. */
export interface Reference {
  readonly character: string;
  /** Sub-folder name, or null for the character's only or usual form. */
  readonly form: string | null;
  readonly embedding: Float32Array;
  readonly quality: number;
  /** The head's palette, in steps of 1/255; absent from casts of before it was kept. */
  readonly palette?: readonly number[];
  /** Where it came from, for messages: a file's name or a track id. */
  readonly source: string;
}

/** The named cast against which tracks are identified; empty = everyone is discovered. */
export interface Gallery {
  readonly references: readonly Reference[];
}
