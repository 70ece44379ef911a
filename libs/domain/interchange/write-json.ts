import { formatRational } from '../time/rational.js';
import { formatTimecode } from '../time/timecode.js';
import { type EditList, hasManySources, programmeFrames } from './edit-list.js';

/** The edit list itself for a program that wants no editing format; its contract is exports.contract.ts. */
export function writeJson(list: EditList): string {
  const { title, episodeId, shape, query, media, timecode, startFrame, notes } = list;
  const document = {
    castline: 1,
    title,
    episodeId,
    shape,
    query,
    rate: formatRational(timecode.rate),
    startTimecode: formatTimecode(startFrame, timecode),
    durationFrames: hasManySources(list) ? programmeFrames(list) : media.frames,
    notes,
    events: list.events.map(({ range, ...event }) => ({ ...event, frames: [range.start, range.end] })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
