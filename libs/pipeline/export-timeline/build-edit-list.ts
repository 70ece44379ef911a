import type { CutOptions } from '#domain/clips/plan-cuts.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { chaptersOf } from '#domain/interchange/chapters.js';
import { oneLine } from '#domain/interchange/describe-event.js';
import type { EditEvent, EditList, EditShape } from '#domain/interchange/edit-list.js';
import { editRateOf, FrameConformer } from '#domain/interchange/edit-rate.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { FrameRange } from '#domain/time/frame-range.js';
import { formatRational, type Rational, toNumber } from '#domain/time/rational.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { planScenes, type PlannedScenes } from '../clip-scenes/plan-clips.js';
import { readStartTimecode } from './read-start-timecode.js';

export interface ExportRequest {
  readonly timeline: Timeline;
  readonly scan: Scan;
  readonly facts: VideoFacts;
  /** Where an editing program finds the episode's file. */
  readonly mediaUrl: string;
  /** Null exports every appearance. */
  readonly query: string | null;
  readonly shape: EditShape;
  /** How the scenes of a query become cuts; the same as for clips, so that both agree. */
  readonly cutOptions: CutOptions;
  /** The scenes of the query, where they are found already; found by `cutOptions` otherwise. */
  readonly planned?: PlannedScenes;
  /** Rate of a list that this is to be part of; its own by default. */
  readonly rate?: Rational;
  /** Timecode of the source's first frame; null is zero. */
  readonly startTimecode: string | null;
}

export interface BuiltEditList {
  readonly list: EditList;
  /** About the answer, for the person who asked; not for the file. */
  readonly remarks: readonly string[];
}

/** An analysed episode, or its scenes that answer a query, as an edit list at one constant rate. */
export function buildEditList(request: ExportRequest): BuiltEditList {
  const { timeline, scan, facts, query, shape } = request;
  if (shape === 'cuts' && query === null) {
    const message = 'a cut list shows the scenes of a query: give one, or ask for the shape "markers"';
    throw new CastlineError('usage', 'EXPORT.QUERY_MISSING', message);
  }
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const conformer = new FrameConformer(clock, request.rate ?? editRateOf(facts));
  const start = readStartTimecode(request.startTimecode, conformer.rate);
  const { events, remarks } =
    query === null ? { events: eventsOf(timeline), remarks: [] } : eventsOfQuery(query, request);
  const placed = events.map((event) => ({ ...event, range: rangeOf(event, conformer) }));
  const list: EditList = {
    title: oneLine(timeline.episode.name.replace(/\.[^.]*$/, '')) || 'episode',
    episodeId: timeline.episode.id,
    shape,
    query,
    media: {
      fileName: oneLine(timeline.episode.name),
      url: request.mediaUrl,
      frames: Math.max(1, conformer.conform(clock.frames)),
      width: timeline.episode.width,
      height: timeline.episode.height,
      hasAudio: facts.hasAudio,
    },
    timecode: { rate: conformer.rate, isDropFrame: start.isDropFrame },
    startFrame: start.frame,
    events: shape === 'cuts' ? apart(placed) : placed,
    chapters: query === null ? chaptersOf(timeline) : placed,
    notes: conformNotes(facts, conformer),
  };
  return { list, remarks };
}

type Unplaced = Omit<EditEvent, 'range'>;

/** Every appearance of every character, in the order of the film. */
function eventsOf({ characters }: Timeline): Unplaced[] {
  return characters
    .flatMap(({ id, name, known, instances }) =>
      instances.map(({ start, end, form, confidence }) => ({
        name: oneLine(name),
        start,
        end,
        characters: [{ id, name: oneLine(name), known }],
        form,
        confidence,
      })),
    )
    .sort((a, b) => a.start.frame - b.start.frame || a.end.frame - b.end.frame);
}

/** Every scene that answers a query, named by whom of its characters it shows. */
function eventsOfQuery(
  query: string,
  request: ExportRequest,
): { events: Unplaced[]; remarks: readonly string[] } {
  const { timeline, scan, facts, cutOptions } = request;
  const { clips, notes } =
    request.planned ?? planScenes({ query, timeline, scan, facts, options: cutOptions });
  const events = clips.map(({ start, end, characters: names }) => ({
    name: oneLine(names.length > 0 ? names.join(' + ') : query),
    start,
    end,
    characters: timeline.characters
      .filter(({ name }) => names.includes(name))
      .map(({ id, name, known }) => ({ id, name: oneLine(name), known })),
    form: null,
    confidence: null,
  }));
  return {
    events,
    remarks: events.length > 0 ? notes : [...notes, `no scene answers ${JSON.stringify(query)}`],
  };
}

/** At least one frame: at a lower rate a short appearance must not vanish. */
function rangeOf({ start, end }: Unplaced, conformer: FrameConformer): FrameRange {
  const first = conformer.conform(start.frame);
  return { start: first, end: Math.max(first + 1, conformer.conform(end.frame)) };
}

/** Cuts that conforming made overlap (two short ones inside one frame of the lower rate) share no frame afterwards. */
function apart(events: readonly EditEvent[]): EditEvent[] {
  let taken = 0;
  return events.flatMap((event) => {
    const range = { start: Math.max(taken, event.range.start), end: event.range.end };
    if (range.end <= range.start) return [];
    taken = range.end;
    return { ...event, range };
  });
}

function conformNotes(facts: VideoFacts, conformer: FrameConformer): string[] {
  if (conformer.isExact) return [];
  const to = nameOf(conformer.rate);
  const name = nameOf(facts.frameRate);
  const why = facts.isVariableFrameRate
    ? 'the frame rate of the source varies'
    : to !== name
      ? `the source has ${name}`
      : `the times of the source's frames do not keep to ${nameOf(facts.frameRate)}`;
  return [
    `${why}: frames here are counted at a constant ${to}, placed by their exact times; conform the source to this rate.`,
  ];
}

const nameOf = (rate: Rational): string =>
  `${Number(toNumber(rate).toFixed(3))} fps (${formatRational(rate)})`;
