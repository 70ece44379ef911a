export interface ShotDetectorOptions {
  /** Frames per second; above 25 every span counted in frames grows with it. */
  readonly frameRate: number;
  /** No shot is shorter, unless the whole episode is. */
  readonly minimumShotFrames: number;
  /** The first frame that comes is not known to be the first of a shot. */
  readonly startsInsideShot: boolean;
}

/** Spans in frames, at the episode's frame rate. */
export interface Spans {
  readonly minimumShot: number;
  /** Neighbours on each side that a cut must stand out from. */
  readonly neighbours: number;
  /** An interruption this short is never a shot. */
  readonly strayFrames: number;
  /** A bright or dark interruption this short is a flash; it may fade back to the old picture. */
  readonly flash: number;
  /** Half lengths of the dissolves that are looked for. */
  readonly dissolveHalves: readonly number[];
  /** How far beside a dissolve the pictures must have come to rest. */
  readonly dissolveMargin: number;
  /** A shot may begin with this much of the dissolve that opened it. */
  readonly dissolveTail: number;
  /** A better middle of the same dissolve is looked for this far ahead. */
  readonly dissolveSearch: number;
  /** The boundary of a longer blank stretch lies this far inside it. */
  readonly blankHalf: number;
  /** A frame is decided on once this many after it were seen. */
  readonly lookahead: number;
  /** Frames before the one that is decided on that any rule looks at. */
  readonly lookback: number;
  /** A shot that began so many frames before the frame that is decided on might as well have begun earlier. */
  readonly memory: number;
}

const REFERENCE_RATE = 25;
/** Frames over which a picture is watched going blank. */
export const FADE_REACHES = [4, 6, 10, 16];
const LONGEST_FADE = Math.max(...FADE_REACHES);

export function spansOf({
  frameRate,
  minimumShotFrames,
}: Omit<ShotDetectorOptions, 'startsInsideShot'>): Spans {
  const scale = Math.max(1, frameRate / REFERENCE_RATE);
  const scaled = (frames: number): number => Math.round(frames * scale);
  const dissolveHalves = [4, 5, 6, 7, 9, 11, 13, 16, 19, 22].map(scaled);
  const longest = dissolveHalves.at(-1) ?? 0;
  const spans = {
    minimumShot: Math.max(1, minimumShotFrames),
    neighbours: scaled(6),
    strayFrames: 2,
    flash: scaled(14),
    dissolveHalves,
    dissolveMargin: scaled(3),
    dissolveTail: longest,
    dissolveSearch: scaled(8),
    blankHalf: scaled(12),
  };
  const dissolveAhead = spans.dissolveSearch + longest + spans.dissolveMargin;
  const fadeBehind = spans.blankHalf + LONGEST_FADE;
  const cutBehind = Math.max(spans.flash, spans.neighbours, spans.minimumShot) + 1;
  const fadeAhead = spans.blankHalf + Math.max(spans.flash, spans.neighbours) + 1;
  return {
    ...spans,
    lookahead: Math.max(dissolveAhead, fadeAhead),
    lookback: longest + spans.dissolveMargin + spans.flash + spans.blankHalf,
    memory: Math.max(longest + spans.dissolveTail, longest + spans.dissolveMargin, fadeBehind, cutBehind) + 1,
  };
}
