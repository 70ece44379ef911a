import type { Claim, JobTable } from '#ports/job-table.port.js';

export interface Arrival {
  readonly atSeconds: number;
  readonly tenant: string;
  readonly episodeId: string;
  readonly stretches: number;
}

export interface DayPlan {
  /** By time. */
  readonly arrivals: readonly Arrival[];
  readonly analyzers: number;
  /** How long an analyzer takes for one stretch. */
  readonly stretchSeconds: number;
}

interface EpisodeDone {
  readonly tenant: string;
  /** From its arrival to the end of its last stretch. */
  readonly waitedSeconds: number;
}

export interface DayOutcome {
  readonly episodes: readonly EpisodeDone[];
  /** When the last stretch ended. */
  readonly endedAtSeconds: number;
  /** Share of the analyzers' time, until then, in which they had work. */
  readonly busy: number;
}

interface Running {
  readonly claim: Claim;
  readonly episodeId: string;
  readonly endsAt: number;
}

/**
 * A day of arrivals on a clock that jumps from event to event: the job table is the real one, and says which stretch is
 * next; only the analyzers are imagined, and take their time without passing it.
 */
export async function simulateDay(table: JobTable, plan: DayPlan): Promise<DayOutcome> {
  const open = new Map<string, { readonly arrival: Arrival; left: number }>();
  const episodes: EpisodeDone[] = [];
  let running: Running[] = [];
  let stretches = 0;
  let now = 0;
  let next = 0;
  let isDry = false;
  while (next < plan.arrivals.length || running.length > 0) {
    const endsAt = Math.min(...running.map((run) => run.endsAt));
    now = Math.min(plan.arrivals[next]?.atSeconds ?? Infinity, endsAt);
    for (const { claim, episodeId } of running.filter((run) => run.endsAt <= now)) {
      await table.finish(claim);
      stretches += 1;
      const episode = open.get(episodeId)!;
      if (--episode.left > 0) continue;
      open.delete(episodeId);
      const { arrival } = episode;
      episodes.push({ tenant: arrival.tenant, waitedSeconds: now - arrival.atSeconds });
    }
    running = running.filter((run) => run.endsAt > now);
    for (
      let arrival = plan.arrivals[next];
      arrival && arrival.atSeconds <= now;
      arrival = plan.arrivals[++next]
    ) {
      open.set(arrival.episodeId, { arrival, left: arrival.stretches });
      await enqueue(table, arrival);
      isDry = false;
    }
    while (!isDry && running.length < plan.analyzers) {
      const taken = await table.claim('stretch.scan', 'simulated', 0);
      isDry = !taken;
      if (!taken) break;
      const { job, claim } = taken;
      running.push({ claim, episodeId: job.episodeId, endsAt: now + plan.stretchSeconds });
    }
  }
  const busy = (stretches * plan.stretchSeconds) / (plan.analyzers * now);
  return { episodes, endedAtSeconds: now, busy };
}

async function enqueue(table: JobTable, { tenant, episodeId, stretches }: Arrival): Promise<void> {
  for (let index = 0; index < stretches; index += 1) {
    const key = `stretch:${episodeId}:${index}`;
    await table.enqueue({ kind: 'stretch.scan', tenant, episodeId, key, payload: { index } });
  }
}
