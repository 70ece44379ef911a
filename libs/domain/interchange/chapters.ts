import type { Timeline, TimelineShot } from '../timeline/timeline.js';
import { oneLine } from './describe-event.js';
import type { EditList } from './edit-list.js';

type Chapter = EditList['chapters'][number];

const NOBODY = '-';

/** Shots as chapters named by who is in them; neighbours with the same cast are one. */
export function chaptersOf(timeline: Timeline): Chapter[] {
  return timeline.shots.reduce<Chapter[]>((chapters, shot) => {
    const name = castOf(shot, timeline).join(', ') || NOBODY;
    const last = chapters.at(-1);
    if (last?.name === name) chapters[chapters.length - 1] = { ...last, end: shot.end };
    else chapters.push({ name, start: shot.start, end: shot.end });
    return chapters;
  }, []);
}

function castOf(shot: TimelineShot, { characters }: Timeline): string[] {
  return characters
    .filter(({ instances }) =>
      instances.some(({ start, end }) => start.frame < shot.end.frame && end.frame > shot.start.frame),
    )
    .map(({ name }) => oneLine(name));
}
