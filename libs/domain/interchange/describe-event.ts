import { formatRational } from '../time/rational.js';
import type { EditEvent, EditList } from './edit-list.js';

/** Text on one line: control characters and line breaks of every kind become spaces. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** What formats with metadata carry of an event, under their own name for us. */
export interface EventFacts {
  readonly rate: string;
  readonly episodeId: string | null;
  readonly query: string | null;
  readonly characters: EditEvent['characters'];
  readonly form: string | null;
  readonly confidence: number | null;
  readonly startMs: number;
  readonly endMs: number;
  /** Half-open, decoded frames from 0. */
  readonly frames: readonly [number, number];
}

export function factsOfEvent(
  { characters, form, confidence, start, end, source }: EditEvent,
  { timecode, episodeId, query }: EditList,
): EventFacts {
  return {
    rate: formatRational(timecode.rate),
    episodeId: source?.episodeId ?? episodeId,
    query,
    characters,
    form,
    confidence,
    startMs: start.ms,
    endMs: end.ms,
    frames: [start.frame, end.frame],
  };
}

/** `confidence 0.93, form armour`: what a person wants to read beside the name; may be empty. */
export function remarkOf({ confidence, form }: EditEvent): string {
  const parts = [
    confidence === null ? null : `confidence ${confidence.toFixed(2)}`,
    form === null ? null : `form ${oneLine(form)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** Colours that OTIO and EDL locators have in common. */
const COLOURS = ['RED', 'GREEN', 'BLUE', 'CYAN', 'MAGENTA', 'YELLOW'] as const;

/** A colour for every event, the same for the same characters, different ones as far as they reach. */
export function colourEvents(events: readonly EditEvent[]): string[] {
  const seen = new Map<string, string>();
  return events.map(({ characters }) => {
    const key = characters.map(({ id }) => id).join('\n');
    const colour = seen.get(key) ?? COLOURS[seen.size % COLOURS.length]!;
    seen.set(key, colour);
    return colour;
  });
}
