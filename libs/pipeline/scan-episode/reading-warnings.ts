import type { VideoFacts } from '#domain/episode/episode.js';
import { toSeconds } from '#domain/time/timestamp.js';
import type { ReadingSummary } from '#ports/frame-reader.port.js';

/** What a person should know of a film that was read to its end. */
export function warningsOf(summary: ReadingSummary, facts: VideoFacts): string[] {
  const warnings = [...facts.warnings];
  if (summary.endedEarly) {
    const read = toSeconds({ ticks: summary.endTicks, timeBase: facts.timeBase });
    const promised =
      facts.durationSeconds === undefined ? 'its promised' : `its ${facts.durationSeconds.toFixed(1)} s`;
    warnings.push(
      `the file is damaged or cut short: only ${read.toFixed(1)} s of ${promised} length could be read`,
    );
  }
  if (summary.decodeErrors > 0) {
    warnings.push(
      `the video data is damaged in places (${summary.decodeErrors} decoder errors): results there may be missing`,
    );
  }
  return warnings;
}
