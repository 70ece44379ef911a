import type { FrameRange } from '../time/frame-range.js';
import { toNumber } from '../time/rational.js';
import { formatTimecode, framesPerDay, parseTimecode } from '../time/timecode.js';
import { colourEvents, oneLine, remarkOf } from './describe-event.js';
import {
  type EditEvent,
  type EditList,
  ofSource,
  type PlacedEvent,
  placeEvents,
  sourceIndex,
} from './edit-list.js';

/** Event numbers have three digits: what goes past this begins a new file. */
const MAX_EVENTS = 999;
const MAX_TITLE_LETTERS = 60;

export interface EdlOptions {
  /** At most eight letters and digits; AX, "auxiliary", is what programs write for files. Of several files each is E001 and so on. */
  readonly reel: string;
}

/**
 * CMX 3600 edit decision lists: one video track, out points exclusive, record ranges one after another from one hour on.
 * The format has no place for the frame rate; it stands in the title. Markers are `LOC` comments, which know no length:
 * the end is in their text. Lines end in CR LF as the standard's did.
 */
export function writeEdl(list: EditList, { reel }: EdlOptions): string[] {
  const parts = list.shape === 'markers' ? [markerEvent(list, reel)] : cutEvents(list, reel);
  return parts.map((body, index) => {
    const lines = [titleOf(list, index + 1, parts.length), fcmOf(list), '', ...body];
    return lines.map((line) => `${line}\r\n`).join('');
  });
}

function titleOf({ title, timecode }: EditList, part: number, parts: number): string {
  const short = [...oneLine(title)].slice(0, MAX_TITLE_LETTERS).join('');
  const rate = `${Number(toNumber(timecode.rate).toFixed(3))} fps`;
  return `TITLE: ${short} (${rate}${parts > 1 ? `, ${part} of ${parts}` : ''})`;
}

function fcmOf({ timecode }: EditList): string {
  return `FCM: ${timecode.isDropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`;
}

function cutEvents(list: EditList, reel: string): string[][] {
  const parts: string[][] = [];
  for (let first = 0; first < list.events.length || first === 0; first += MAX_EVENTS) {
    const placed = placeEvents(list.events.slice(first, first + MAX_EVENTS));
    parts.push(placed.flatMap((event) => eventLines(event, list, reel)));
  }
  return parts;
}

function eventLines({ event, number, offset, frames }: PlacedEvent, list: EditList, reel: string): string[] {
  const record = { start: offset, end: offset + frames };
  const own = ofSource(event, list);
  return [
    editLine({ number, source: event.range, record, reel: reelOf(event, list, reel) }, own),
    `* FROM CLIP NAME: ${oneLine(own.media.fileName)}`,
    `* COMMENT: ${event.name}`,
    ...(list.query === null ? [] : [`* QUERY: ${oneLine(list.query)}`]),
    ...(number === 1 ? notesOf(list) : []),
  ];
}

/** Every file of several is a reel of its own, as every tape was. */
function reelOf(event: EditEvent, list: EditList, reel: string): string {
  return event.source ? `E${String(sourceIndex(event, list) + 1).padStart(3, '0')}` : reel;
}

/** The whole episode as one event with a locator at the start of each appearance. */
function markerEvent(list: EditList, reel: string): string[] {
  const whole = { start: 0, end: list.media.frames };
  const colours = colourEvents(list.events);
  const record = (frame: number): string => recordTimecode(frame, list);
  const locators = list.events.map((event, index) => {
    const remark = remarkOf(event);
    const text = `${event.name}${remark ? ` (${remark})` : ''} to ${record(event.range.end)}`;
    return `* LOC: ${record(event.range.start)} ${colours[index]!.padEnd(7)} ${text}`;
  });
  return [
    editLine({ number: 1, source: whole, record: whole, reel }, list),
    `* FROM CLIP NAME: ${oneLine(list.media.fileName)}`,
    ...locators,
    ...notesOf(list),
  ];
}

interface EditLine {
  readonly number: number;
  readonly reel: string;
  readonly source: FrameRange;
  readonly record: FrameRange;
}

function editLine({ number, reel, source, record }: EditLine, list: EditList): string {
  const times = [
    sourceTimecode(source.start, list),
    sourceTimecode(source.end, list),
    recordTimecode(record.start, list),
    recordTimecode(record.end, list),
  ];
  return `${String(number).padStart(3, '0')}  ${reel.padEnd(8)} V     C        ${times.join(' ')}`;
}

function sourceTimecode(frame: number, { startFrame, timecode }: EditList): string {
  return formatTimecode((startFrame + frame) % framesPerDay(timecode), timecode);
}

function recordTimecode(frame: number, { timecode }: EditList): string {
  const hour = parseTimecode(`01:00:00${timecode.isDropFrame ? ';' : ':'}00`, timecode.rate)!.frame;
  return formatTimecode((hour + frame) % framesPerDay(timecode), timecode);
}

/** Behind the first event: readers know no comment before one. */
function notesOf({ notes }: EditList): string[] {
  return notes.map((note) => `* NOTE: ${oneLine(note)}`);
}
