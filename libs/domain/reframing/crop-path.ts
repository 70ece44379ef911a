/** A window of fixed size for every frame of a clip, in whole pixels of the displayed picture and inside it. */
export interface CropPath {
  readonly width: number;
  readonly height: number;
  readonly lefts: readonly number[];
  readonly tops: readonly number[];
}
