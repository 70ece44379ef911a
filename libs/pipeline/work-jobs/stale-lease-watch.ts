import type { Lease } from '#ports/job-table.port.js';

interface Observation {
  readonly lease: Lease;
  readonly unchangedMs: number;
}

/**
 * Finds workers that have stopped beating. No times are compared between processes: a lease is stale when *this*
 * process has itself watched it for `leaseMs` without a beat, so a clock that jumps cannot take a job from a living
 * worker. Time in which this process did not look (it was stopped, or the whole machine was) does not count: a step
 * counts for at most `longestStepMs`.
 */
export class StaleLeaseWatch {
  private observations = new Map<string, Observation>();
  private lastLook: number | undefined;

  constructor(
    private readonly limits: { readonly leaseMs: number; readonly longestStepMs: number },
    private readonly monotonicNow: () => number = () => performance.now(),
  ) {}

  /** Looks at all leases of others, as they are now; gives those that have gone stale. */
  look<L extends Lease>(leases: readonly L[]): L[] {
    const now = this.monotonicNow();
    const step = Math.min(now - (this.lastLook ?? now), this.limits.longestStepMs);
    this.lastLook = now;
    const next = new Map<string, Observation>();
    for (const lease of leases) {
      const before = this.observations.get(lease.id);
      const isUnchanged = before?.lease.token === lease.token && before.lease.beat === lease.beat;
      next.set(lease.id, { lease, unchangedMs: isUnchanged ? before.unchangedMs + step : 0 });
    }
    this.observations = next;
    return leases.filter((lease) => (next.get(lease.id)?.unchangedMs ?? 0) >= this.limits.leaseMs);
  }
}
