import type { JobProgress } from '#domain/episode/job.js';

export type ProgressListener = (progress: JobProgress) => void;

/** Turns "this far, of so much" into speed (x real time) and remaining time. Work resumed at `from` does not count as done by us. */
export class ProgressMeter {
  private readonly startedAt = performance.now();

  constructor(
    private readonly stage: string,
    private readonly totalSeconds: number | undefined,
    private readonly from: number,
    private readonly listener: ProgressListener | undefined,
  ) {}

  report(episodeSeconds: number): void {
    if (!this.listener) return;
    const spent = (performance.now() - this.startedAt) / 1000;
    const speed = spent > 0.5 ? (episodeSeconds - this.from) / spent : undefined;
    const total = this.totalSeconds;
    const fraction = total ? Math.min(1, Math.max(0, episodeSeconds / total)) : 0;
    const remainingSeconds = total && speed ? Math.max(0, total - episodeSeconds) / speed : undefined;
    this.listener({ stage: this.stage, fraction, speed, remainingSeconds });
  }
}

/** Passes on at most one report per interval, and every change of stage at once: a stored report costs a write to disk. */
export function throttleProgress(listener: ProgressListener, intervalMs: number): ProgressListener {
  let lastAt = -Infinity;
  let lastStage = '';
  return (progress) => {
    const now = performance.now();
    if (progress.stage === lastStage && now - lastAt < intervalMs) return;
    lastAt = now;
    lastStage = progress.stage;
    listener(progress);
  };
}
