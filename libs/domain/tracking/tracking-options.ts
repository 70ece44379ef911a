/** Knobs of the tracker; lengths in widths of the head, times in seconds, similarities as cosines. */
export interface TrackingOptions {
  /** Usual distance between two samples; longer distances mean that the frames between looked like the earlier sample. */
  readonly samplingSeconds: number;
  /** A face that was looked for and not found stays the same track for so long. */
  readonly maxGapSeconds: number;
  /** Faint sightings carry on only what was surely sighted so often: a false alarm shall not be followed through the shot. */
  readonly faintAfter: number;
  /** How far from the last (or first) sure sighting of a track faint ones may carry it. */
  readonly maxFaintSeconds: number;
  /** Tracks whose mean faceness is lower are no character's face. */
  readonly minFaceness: number;
  /** The same for a face sighted once although the shot was looked at more often. */
  readonly minFacenessOnce: number;
  /** Tracks whose widest face is narrower than this part of the frame's width are too small to be recognised. */
  readonly minFaceWidth: number;
  /** How far a head moves between two samples at most, in widths of the head. */
  readonly maxStep: number;
  /**
   * Cosine from which the embedder takes two pictures for one character. The gates below are written in units of what
   * is left above it up to 1, because embedders use very different parts of the scale.
   */
  readonly same: number;
  /** How far under `same` consecutive sightings may be when they overlap; at `maxStep` they must reach `same`. */
  readonly slack: number;
  /** A track is cut where the similarity of what is before and after is further than this under `same`... */
  readonly splitSlack: number;
  /** ...although each side is more alike within itself by this. */
  readonly splitContrast: number;
  readonly maxExemplars: number;
}

export const DEFAULT_TRACKING: TrackingOptions = {
  samplingSeconds: 0.25,
  maxGapSeconds: 0.75,
  faintAfter: 3,
  maxFaintSeconds: 4,
  minFaceness: 0.3,
  minFacenessOnce: 0.6,
  minFaceWidth: 0.018,
  maxStep: 2,
  same: 0.45,
  slack: 0.45,
  splitSlack: 0.3,
  splitContrast: 0.35,
  maxExemplars: 8,
};
