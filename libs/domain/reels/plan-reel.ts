import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import type { Rational } from '../time/rational.js';
import { timecodeOfFrame } from '../time/timecode.js';
import type {
  ReelChapter,
  ReelPiece,
  ReelPlan,
  ReelSound,
  ReelStretch,
  ReelView,
  TitleCard,
} from './reel.js';

export interface ReelOptions {
  /** A card with the heading before the scenes of each query. */
  readonly hasTitles: boolean;
  /** Length of the cross-fades between neighbours; 0: hard cuts. */
  readonly crossfadeSeconds: number;
  /** The reel ends here, within a scene if need be; null: no limit. */
  readonly longestSeconds: number | null;
}

export interface ReelRequest {
  /** What was asked, in order; a query without scenes leaves nothing. */
  readonly parts: readonly {
    readonly heading: string;
    readonly subtitle: string;
    readonly scenes: readonly FrameRange[];
  }[];
  readonly clock: FrameClock;
  readonly frameRate: Rational;
  readonly options: ReelOptions;
}

const CARD_SECONDS = 2;
/** What is left of a scene at the limit is not worth showing when it is shorter. */
const SHORTEST_REST_SECONDS = 0.5;

/** A view with the times of its frames from 0 on. */
interface Segment {
  readonly view: ReelView;
  readonly times: readonly number[];
  readonly length: number;
  /** Frames that it shares with the one before. */
  readonly fadeIn: number;
  /** Set where a chapter starts with it. */
  readonly chapter: string | undefined;
}

/**
 * Lays scenes, cards and fades on one time line: every frame has its exact time, sounds cover the same spans, and each
 * scene is a chapter (a card belongs to the chapter after it).
 */
export function planReel(request: ReelRequest): ReelPlan {
  const cards: TitleCard[] = [];
  const laid = new Layout(request);
  for (const { heading, subtitle, scenes } of request.parts) {
    for (const [index, scene] of scenes.entries()) {
      const number = scenes.length > 1 ? ` ${index + 1}/${scenes.length}` : '';
      const chapter = `${heading}${number}, ${timecodeOfFrame(scene.start, request.frameRate)}`;
      const card = request.options.hasTitles && index === 0 ? cards.length : undefined;
      if (laid.add(scene, chapter, card) && card !== undefined) cards.push({ title: heading, subtitle });
    }
  }
  return { ...laid.plan(), cards };
}

class Layout {
  private readonly segments: Segment[] = [];
  private readonly ticksPerSecond: number;
  private lengthInTicks = 0;
  private leftOut = 0;
  private isCutShort = false;

  constructor(private readonly request: ReelRequest) {
    const { num, den } = request.clock.timeBase;
    this.ticksPerSecond = den / num;
  }

  /** False when the scene, with its card, found no room. */
  add(scene: FrameRange, chapter: string, card: number | undefined): boolean {
    const before = { segments: this.segments.length, length: this.lengthInTicks };
    if (card !== undefined) this.push({ ...this.cardOf(card), chapter });
    const fitting = this.isCutShort || this.leftOut > 0 ? undefined : this.fit(scene);
    if (!fitting) {
      this.leftOut++;
      this.segments.length = before.segments;
      this.lengthInTicks = before.length;
      return false;
    }
    this.isCutShort = fitting.end < scene.end;
    this.push({ ...this.sceneOf(fitting), chapter: card === undefined ? chapter : undefined });
    return true;
  }

  plan(): Omit<ReelPlan, 'cards'> {
    const pieces: ReelPiece[] = [];
    const sounds: ReelSound[] = [];
    const starts: { title: string; startFrame: number; startTicks: number }[] = [];
    let end = 0;
    let frames = 0;
    for (const [index, segment] of this.segments.entries()) {
      const { view, times, length, fadeIn, chapter } = segment;
      const start = end - (times[fadeIn] ?? 0);
      const before = this.segments[index - 1];
      if (fadeIn > 0 && before) {
        const shared = before.times.slice(-fadeIn).map((ticks) => end - before.length + ticks);
        pieces.push({
          kind: 'fade',
          from: this.slice(before, before.times.length - fadeIn, before.times.length),
          to: this.slice(segment, 0, fadeIn),
          times: shared,
        });
        if (chapter !== undefined)
          starts.push({ title: chapter, startFrame: frames, startTicks: shared[0] ?? 0 });
        frames += fadeIn;
      } else if (chapter !== undefined) {
        starts.push({ title: chapter, startFrame: frames, startTicks: start });
      }
      const alone = times.slice(fadeIn, times.length - (this.segments[index + 1]?.fadeIn ?? 0));
      if (alone.length > 0)
        pieces.push({
          ...this.slice(segment, fadeIn, fadeIn + alone.length),
          times: alone.map((ticks) => start + ticks),
        });
      frames += alone.length;
      end = start + length;
      sounds.push({ stretch: view.kind === 'scene' ? view.stretch : null, startTicks: start, endTicks: end });
    }
    const chapters: ReelChapter[] = starts.map((chapter, index) => ({
      ...chapter,
      endTicks: starts[index + 1]?.startTicks ?? end,
    }));
    const { leftOut, isCutShort } = this;
    return { pieces, sounds, chapters, frames, lengthInTicks: end, leftOut, isCutShort };
  }

  private push(segment: Omit<Segment, 'fadeIn'>): void {
    const fadeIn = this.fadeBetween(this.segments.at(-1), segment.times.length);
    this.segments.push({ ...segment, fadeIn });
    this.lengthInTicks += segment.length - (segment.times[fadeIn] ?? 0);
  }

  /** Never more than half of either, so that two fades of one scene do not meet. */
  private fadeBetween(before: Segment | undefined, nextFrames: number): number {
    const { options, frameRate } = this.request;
    if (!before) return 0;
    const wanted = Math.round((options.crossfadeSeconds * frameRate.num) / frameRate.den);
    return Math.min(wanted, before.times.length >> 1, nextFrames >> 1);
  }

  /** The scene, or as much of it as the limit leaves room for. */
  private fit(scene: FrameRange): FrameRange | undefined {
    const { clock, options } = this.request;
    if (options.longestSeconds === null) return scene;
    const room = options.longestSeconds * this.ticksPerSecond - this.lengthInTicks;
    const firstTicks = clock.ticksAt(scene.start);
    // a scene cut short has room for a shorter fade only, so its end is looked for, not worked out
    let end = scene.end;
    while (end > scene.start && this.takenBy({ start: scene.start, end }) > room) end--;
    const isWhole = end === scene.end;
    const isWorthIt = clock.ticksAt(end) - firstTicks >= SHORTEST_REST_SECONDS * this.ticksPerSecond;
    return isWhole || isWorthIt ? { start: scene.start, end } : undefined;
  }

  /** How much longer the reel gets with this scene at its end. */
  private takenBy(range: FrameRange): number {
    const { clock } = this.request;
    const shared = this.fadeBetween(this.segments.at(-1), range.end - range.start);
    return clock.ticksAt(range.end) - clock.ticksAt(range.start + shared);
  }

  private sceneOf(range: FrameRange): Omit<Segment, 'fadeIn' | 'chapter'> {
    const stretch = this.stretchOf(range);
    const { clock } = this.request;
    const times = Array.from(
      { length: range.end - range.start },
      (_, at) => clock.ticksAt(range.start + at) - stretch.startTicks,
    );
    return { view: { kind: 'scene', stretch }, times, length: stretch.endTicks - stretch.startTicks };
  }

  private cardOf(card: number): Omit<Segment, 'fadeIn' | 'chapter'> {
    const { num, den } = this.request.frameRate;
    const tickOf = (frame: number): number => Math.round((frame * den * this.ticksPerSecond) / num);
    const frames = Math.max(1, Math.round((CARD_SECONDS * num) / den));
    const times = Array.from({ length: frames }, (_, at) => tickOf(at));
    return { view: { kind: 'card', card }, times, length: tickOf(frames) };
  }

  private slice({ view }: Segment, from: number, until: number): ReelView {
    if (view.kind === 'card') return view;
    const { start } = view.stretch.range;
    return { kind: 'scene', stretch: this.stretchOf({ start: start + from, end: start + until }) };
  }

  private stretchOf(range: FrameRange): ReelStretch {
    const { clock } = this.request;
    return {
      range,
      startTicks: clock.ticksAt(range.start),
      endTicks: clock.ticksAt(range.end),
      previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
    };
  }
}
