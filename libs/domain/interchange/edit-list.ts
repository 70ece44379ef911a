import type { FrameRange } from '../time/frame-range.js';
import type { TimecodeFormat } from '../time/timecode.js';
import type { Point } from '../timeline/timeline.js';

/** `markers`: the whole episode with a mark for every event; `cuts`: the events one after another, nothing between. */
export const EDIT_SHAPES = ['markers', 'cuts'] as const;
export type EditShape = (typeof EDIT_SHAPES)[number];

/** Frames of the episode that an editor is shown: an appearance, or a scene that answers a query. */
export interface EditEvent {
  /** For people; one line. */
  readonly name: string;
  /** Frames at the list's rate, 0 being the file's first frame. Differs from `start.frame` only in a conformed list. */
  readonly range: FrameRange;
  /** Exact times and decoded frames. */
  readonly start: Point;
  readonly end: Point;
  readonly characters: readonly EditCharacter[];
  readonly form: string | null;
  readonly confidence: number | null;
  /** Where the list is of several files: the one that this event is of. */
  readonly source?: EditSource;
}

interface EditCharacter {
  readonly id: string;
  readonly name: string;
  readonly known: boolean;
}

/** A file that events are of. */
export interface EditSource {
  readonly episodeId: string;
  readonly media: EditMedia;
  /** Its timecode at its first frame, as a number of frames. */
  readonly startFrame: number;
}

interface EditMedia {
  readonly fileName: string;
  /** `file:///...`, or relative where the reader knows better where the file is. */
  readonly url: string;
  /** Whole length, at the list's rate. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly hasAudio: boolean;
}

/** What every writer of an interchange format is given; times at one constant rate. */
export interface EditList {
  readonly title: string;
  /** Null where the events are of several episodes; `media` and `startFrame` are then those of the first. */
  readonly episodeId: string | null;
  readonly shape: EditShape;
  readonly query: string | null;
  readonly media: EditMedia;
  /** The rate, and whether the source's timecode drops frames. */
  readonly timecode: TimecodeFormat;
  /** The source's timecode at its first frame, as a number of frames. */
  readonly startFrame: number;
  /** Ordered by start. Those of `cuts` do not overlap. */
  readonly events: readonly EditEvent[];
  /** Who is on screen from when to when, without overlaps. */
  readonly chapters: readonly Pick<EditEvent, 'name' | 'start' | 'end'>[];
  /** What an editor must know, such as that the frame rate varies; written into the file where the format has a place. */
  readonly notes: readonly string[];
}

/** An event where it stands in the programme: behind the events before it in a cut list. */
export interface PlacedEvent {
  readonly event: EditEvent;
  readonly number: number;
  /** First frame in the programme, which begins at 0. */
  readonly offset: number;
  readonly frames: number;
}

export function placeEvents(events: readonly EditEvent[]): PlacedEvent[] {
  let offset = 0;
  return events.map((event, index) => {
    const frames = event.range.end - event.range.start;
    offset += frames;
    return { event, number: index + 1, offset: offset - frames, frames };
  });
}

/** Length of the programme in frames. */
export function programmeFrames({ shape, events, media }: EditList): number {
  return shape === 'markers'
    ? media.frames
    : events.reduce((sum, { range }) => sum + range.end - range.start, 0);
}

/** The list as the file of one of its events sees it. */
export function ofSource({ source }: EditEvent, list: EditList): EditList {
  return source ? { ...list, ...source } : list;
}

/** Every file that the list is of, in order of first use. */
export function sourcesOf(list: EditList): Omit<EditSource, 'episodeId'>[] {
  const sources = new Map(list.events.flatMap(({ source }) => (source ? [[source.episodeId, source]] : [])));
  return sources.size > 0 ? [...sources.values()] : [{ media: list.media, startFrame: list.startFrame }];
}

/** Which of `sourcesOf` an event is of. */
export function sourceIndex({ source }: EditEvent, list: EditList): number {
  if (!source) return 0;
  const ids = [...new Set(list.events.map((event) => event.source?.episodeId))];
  return ids.indexOf(source.episodeId);
}

export function hasManySources({ episodeId }: EditList): boolean {
  return episodeId === null;
}
