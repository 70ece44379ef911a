import { factsOfEvent } from './describe-event.js';
import type { EditList } from './edit-list.js';

/** WebVTT of kind `metadata`: a cue of JSON for every event. https://www.w3.org/TR/webvtt1/ */
export function writeVtt(list: EditList): string {
  const cues = list.events.map((event, index) => {
    const facts = JSON.stringify({ name: event.name, ...factsOfEvent(event, list) });
    // a cue's text must not contain "-->"; JSON has another way to write ">"
    return cueOf(index + 1, event, facts.replaceAll('>', '\\u003e'));
  });
  return [headOf(list), ...cues].join('\n\n') + '\n';
}

/** WebVTT of kind `chapters`: who is on screen, one chapter after another. */
export function writeVttChapters(list: EditList): string {
  const cues = list.chapters.map((chapter, index) => cueOf(index + 1, chapter, escapeCueText(chapter.name)));
  return [headOf(list), ...cues].join('\n\n') + '\n';
}

function headOf({ title, notes }: EditList): string {
  const note = [title, ...notes].join(' - ').replace(/\s+/g, ' ').replaceAll('-->', '->');
  return `WEBVTT\n\nNOTE ${note}`;
}

function cueOf(
  number: number,
  { start, end }: { readonly start: { readonly ms: number }; readonly end: { readonly ms: number } },
  text: string,
): string {
  return `${number}\n${clockOf(start.ms)} --> ${clockOf(end.ms)}\n${text}`;
}

function escapeCueText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `hh:mm:ss.mmm` */
function clockOf(milliseconds: number): string {
  const ms = Math.round(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(ms % 1000).padStart(3, '0')}`;
}
