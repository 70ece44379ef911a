// Proves with few decoded frames that a mostly copied clip is right: the first frames up to the first seam and a little
// beyond, and the same at the end. In between lie packets that were not touched.
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { fileAddress, type MediaLimits } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planTimes } from '../picture-filters.js';
import { planInput } from '../plan-input.js';
import type { CopiedCutPlan } from './plan-copied-cut.js';

/** Frames to decode in clip and source, `[startTicks, endTicks)` in ticks of the source. */
export interface SeamWindow {
  readonly startTicks: number;
  readonly endTicks: number;
  /** Of each frame in turn, whether it was copied. */
  readonly areCopied: readonly boolean[];
}

/** Copied frames looked at beside each seam. */
const COPIED_BESIDE_SEAM = 3;
/** A frame encoded at this clip's quality lies far above; another frame, or a damaged one, below. In dB. */
const LEAST_LIKENESS = 30;

export function planSeamWindows({ head, copied, tail }: CopiedCutPlan): SeamWindow[] {
  const times = [...(head?.times ?? []), ...copied.times, ...(tail?.times ?? [])];
  const copiedFrom = head?.times.length ?? 0;
  const copiedUntil = copiedFrom + copied.times.length;
  const endTicks = (tail ?? copied).endTicks;
  const window = (start: number, end: number): SeamWindow => ({
    startTicks: times[start] ?? 0,
    endTicks: times[end] ?? endTicks,
    areCopied: Array.from(
      { length: end - start },
      (_, at) => start + at >= copiedFrom && start + at < copiedUntil,
    ),
  });
  return [
    window(0, Math.min(copiedFrom + COPIED_BESIDE_SEAM, times.length)),
    window(Math.max(0, copiedUntil - COPIED_BESIDE_SEAM), times.length),
  ];
}

export interface SeamCheckPlanning {
  readonly cut: ClipCut;
  readonly source: string;
  readonly clip: string;
  readonly window: SeamWindow;
  readonly limits: MediaLimits;
  readonly threads: number | undefined;
}

/** Compares the frames of a window one by one; ffmpeg writes a line for each to stdout. */
export function planSeamCheck({ cut, source, clip, window, limits, threads }: SeamCheckPlanning): FfmpegPlan {
  const { facts } = cut;
  const clipFacts = { ...facts, container: 'mp4', startSeconds: 0 };
  const clipStart = window.startTicks - cut.startTicks;
  const trim = (start: number): string[] => [
    `trim=start_pts=${start}:end_pts=${start + window.endTicks - window.startTicks}`,
    `setpts=PTS-(${start})`,
  ];
  const ofClip = [...planTimes(clipFacts), ...trim(clipStart)].join(',');
  const ofSource = [...planTimes(facts), ...trim(window.startTicks)].join(',');
  return {
    inputOptions: [
      ...planInput({ facts: clipFacts, limits, threads, seekTicks: clipStart }),
      ...['-i', fileAddress(clip)],
      ...planInput({ facts, limits, threads, seekTicks: window.startTicks }),
    ],
    input: fileAddress(source),
    outputOptions: [
      ...[
        '-filter_complex',
        `[0:V:0]${ofClip}[clip];[1:V:0]${ofSource}[source];[clip][source]psnr=stats_file=-[out]`,
      ],
      ...['-map', '[out]', '-fps_mode', 'passthrough', '-f', 'null'],
    ],
    output: '-',
  };
}

/** What is wrong with the frames of a window; undefined when nothing is. */
export function findSeamFault(output: string, window: SeamWindow): string | undefined {
  const likenesses = [...output.matchAll(/^n:\d+ .*\bpsnr_avg:(\S+)/gm)].map((match) => match[1]);
  if (likenesses.length !== window.areCopied.length) {
    return `${likenesses.length} frames instead of ${window.areCopied.length} could be compared at a seam`;
  }
  const isWrong = (isCopied: boolean, at: number): boolean =>
    likenesses[at] !== 'inf' && (isCopied || !(Number(likenesses[at]) >= LEAST_LIKENESS));
  const wrong = window.areCopied.findIndex(isWrong);
  if (wrong < 0) return undefined;
  const kind = window.areCopied[wrong] ? 'copied' : 'encoded';
  return `a frame that was ${kind} beside a seam differs from the source (${likenesses[wrong]} dB)`;
}
