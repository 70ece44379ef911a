import type { Job } from '#domain/episode/job.js';

/** Tells from a job's reported progress how long each of its stages took. */
export class StageClock {
  private readonly running = new Map<string, { readonly stage: string; readonly since: number }>();

  constructor(
    private readonly onStage: (kind: Job['kind'], stage: string, seconds: number) => void,
    private readonly monotonicNow: () => number = () => performance.now(),
  ) {}

  observe({ id, kind, state, progress }: Job): void {
    const now = this.monotonicNow();
    const before = this.running.get(id);
    const stage = state === 'running' ? progress?.stage : undefined;
    if (stage !== undefined && stage === before?.stage) return;
    if (before) this.onStage(kind, before.stage, (now - before.since) / 1000);
    if (stage === undefined) this.running.delete(id);
    else this.running.set(id, { stage, since: now });
  }
}
