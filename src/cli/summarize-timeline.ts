import type { Timeline } from '#domain/timeline/timeline.js';

/** Who was on screen when, as a small table for the terminal. */
export function summarizeTimeline({ characters, episode, shots }: Timeline): string {
  const heading = `${episode.name}: ${seconds(episode.durationMs)} s, ${shots.length} shots, ${characters.length} characters`;
  if (characters.length === 0) return `${heading}\nNo character was found.`;
  const rows = characters.map(({ name, seenMs, instances, confidence }) => [
    name,
    `${seconds(seenMs)} s`,
    `${instances.length}x`,
    confidence.toFixed(2),
    instances
      .slice(0, 4)
      .map(({ start, end }) => `${start.timecode}-${end.timecode}`)
      .join('  ') + (instances.length > 4 ? '  ...' : ''),
  ]);
  const table = [['character', 'seen', 'times', 'conf.', 'first appearances'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [heading, '', ...lines].join('\n');
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
