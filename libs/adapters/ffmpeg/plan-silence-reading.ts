import type { VideoFacts } from '#domain/episode/episode.js';
import { END_OF_EPISODE, type TimeSpan } from '#domain/time/time-span.js';
import { fileAddress, type MediaLimits } from './confinement.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import { planInput } from './plan-input.js';

/** Below this, everything counts as silence; a pause of speech is hardly shorter. */
const LOUDEST_SILENCE_DB = -35;
const SHORTEST_SILENCE_SECONDS = 0.2;

/** Changes whenever the plan would hear something else. */
export const SILENCE_KEY = `silencedetect ${LOUDEST_SILENCE_DB} dB ${SHORTEST_SILENCE_SECONDS} s`;

export interface SilencePlanning {
  readonly facts: VideoFacts;
  readonly absolutePath: string;
  readonly limits: MediaLimits;
  readonly threads: number | undefined;
}

/** The first sound track alone, with what is missing before, within and behind it filled with silence. */
export function planSilenceReading({ facts, absolutePath, limits, threads }: SilencePlanning): FfmpegPlan {
  const { durationSeconds } = facts;
  const filters = [
    // what the file attached to its frames could imitate what is written below
    'ametadata=mode=delete',
    `asetpts=PTS-(${facts.startSeconds.toFixed(6)})/TB`,
    'aresample=async=1:first_pts=0',
    ...(durationSeconds === undefined ? [] : [`apad=whole_dur=${durationSeconds.toFixed(6)}`]),
    `silencedetect=noise=${LOUDEST_SILENCE_DB}dB:duration=${SHORTEST_SILENCE_SECONDS}`,
    'ametadata=mode=print:file=-:direct=1',
  ];
  return {
    inputOptions: planInput({ facts, limits, threads }),
    input: fileAddress(absolutePath),
    outputOptions: [
      ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-filter:a', filters.join(',')],
      // Signs of life for the watchdog, apart from what is found.
      ...['-progress', 'pipe:3', '-stats_period', '1'],
      ...['-f', 'null'],
    ],
    output: '-',
  };
}

/** Lines such as `lavfi.silence_start=1.25`; a silence that never ends reaches to the episode's end. */
export function readSilences(output: string): TimeSpan[] {
  const silences: TimeSpan[] = [];
  let startMs: number | undefined;
  for (const [, edge, seconds] of output.matchAll(/^lavfi\.silence_(start|end)=(-?[\d.]+)$/gm)) {
    const ms = Math.max(0, Math.round(Number(seconds) * 1000));
    if (edge === 'start') startMs = ms;
    else if (startMs !== undefined) {
      if (ms > startMs) silences.push({ startMs, endMs: ms });
      startMs = undefined;
    }
  }
  return startMs === undefined ? silences : [...silences, { startMs, endMs: END_OF_EPISODE }];
}
