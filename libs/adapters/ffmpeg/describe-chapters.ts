import type { VideoFacts } from '#domain/episode/episode.js';
import type { ReelChapter } from '#domain/reels/reel.js';

export type TitledSpan = Omit<ReelChapter, 'startFrame'>;

/** Chapters in ffmpeg's own text format; what would mean something in it is escaped. */
export function describeChapters(chapters: readonly TitledSpan[], { timeBase }: VideoFacts): string {
  const blocks = chapters.map(({ title, startTicks, endTicks }) =>
    [
      '[CHAPTER]',
      `TIMEBASE=${timeBase.num}/${timeBase.den}`,
      `START=${startTicks}`,
      `END=${endTicks}`,
      `title=${chapterTitle(title).replace(/[=;#\\]/g, '\\$&')}`,
    ].join('\n'),
  );
  return [';FFMETADATA1', ...blocks, ''].join('\n');
}

/** One line, and no longer than the length byte of a chapter's title allows. */
export function chapterTitle(title: string): string {
  let line = title.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  while (Buffer.byteLength(line) > 250) line = [...line].slice(0, -1).join('');
  return line;
}
