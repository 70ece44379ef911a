import { formatTimecode } from '../time/timecode.js';
import { type EditList, hasManySources, ofSource } from './edit-list.js';

/** A table for a spreadsheet: RFC 4180, with a byte-order mark, without which Excel garbles every script but Latin. */
export function writeCsv(list: EditList): string {
  const { timecode } = list;
  const isOfMany = hasManySources(list);
  const rows = list.events.map((event) => {
    const { name, characters, form, confidence, start, end, range, source } = event;
    const { startFrame } = ofSource(event, list);
    return [
      name,
      characters.map(({ id }) => id).join(' '),
      form ?? '',
      confidence ?? '',
      start.ms,
      end.ms,
      formatTimecode(startFrame + range.start, timecode),
      formatTimecode(startFrame + range.end, timecode),
      start.frame,
      end.frame,
      ...(isOfMany ? [source?.media.fileName ?? '', source?.episodeId ?? ''] : []),
    ];
  });
  const head =
    'name,character_ids,form,confidence,start_ms,end_ms,start_timecode,end_timecode,start_frame,end_frame';
  return `\ufeff${[isOfMany ? `${head},file,episode_id` : head, ...rows.map(rowOf)].join('\r\n')}\r\n`;
}

/** LosslessCut's own CSV: seconds, seconds, label, without a head. https://github.com/mifi/lossless-cut */
export function writeLosslessCut({ events }: EditList): string {
  return events
    .map(({ start, end, name }) => `${rowOf([secondsOf(start.ms), secondsOf(end.ms), name])}\n`)
    .join('');
}

const secondsOf = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;

const rowOf = (cells: readonly (string | number)[]): string => cells.map(cellOf).join(',');

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front (full-width signs count too: East Asian
 * spreadsheets take them as well). https://owasp.org/www-community/attacks/CSV_Injection
 */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
