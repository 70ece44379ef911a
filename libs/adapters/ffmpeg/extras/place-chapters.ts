import type { VideoFacts } from '#domain/episode/episode.js';
import type { TitledSpan } from '../describe-chapters.js';
import type { SourceChapter } from './read-extras.js';

interface CutSpan {
  readonly facts: Pick<VideoFacts, 'timeBase' | 'startSeconds'>;
  readonly startTicks: number;
  readonly endTicks: number;
}

/** The chapters of a clip on its clock, in ticks; what reaches beyond an end is cut there. */
export function placeChapters(chapters: readonly SourceChapter[], cut: CutSpan): TitledSpan[] {
  const { timeBase, startSeconds: zero } = cut.facts;
  const ticksOf = (seconds: number): number =>
    Math.round(((seconds - zero) * timeBase.den) / timeBase.num) - cut.startTicks;
  return chapters
    .map(({ title, startSeconds, endSeconds }) => ({
      title,
      startTicks: Math.max(0, ticksOf(startSeconds)),
      endTicks: Math.min(lengthOf(cut), ticksOf(endSeconds)),
    }))
    .filter(({ startTicks, endTicks }) => endTicks > startTicks);
}

/** A chapter track of an MP4 has no gaps: what lies before, between and after chapters is one without a title. */
export function fillGaps(chapters: readonly TitledSpan[], cut: CutSpan): TitledSpan[] {
  const ordered = chapters.toSorted((a, b) => a.startTicks - b.startTicks);
  const filled: TitledSpan[] = [];
  let until = 0;
  const fillUntil = (ticks: number): void => {
    if (ticks > until) filled.push({ title: '', startTicks: until, endTicks: ticks });
  };
  for (const [at, chapter] of ordered.entries()) {
    fillUntil(chapter.startTicks);
    until = Math.min(chapter.endTicks, ordered[at + 1]?.startTicks ?? lengthOf(cut));
    if (until > chapter.startTicks) filled.push({ ...chapter, endTicks: until });
  }
  if (filled.length > 0) fillUntil(lengthOf(cut));
  return filled;
}

const lengthOf = ({ startTicks, endTicks }: CutSpan): number => endTicks - startTicks;
