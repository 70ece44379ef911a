import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatOptions {
  /** Between two steps when there was nothing to do. */
  readonly pauseMs: number;
  /** Doubled with every failure in a row, up to this. */
  readonly longestPauseMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes one step after the other until it is stopped; at once where a step says that there is more to do, later and later
 * where steps fail. The stop function waits for the step under way.
 */
export function repeat(step: () => Promise<boolean>, options: RepeatOptions): () => Promise<void> {
  const { pauseMs, longestPauseMs, onError } = options;
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      let hasMore = false;
      try {
        hasMore = await step();
        failures = 0;
      } catch (error) {
        failures += 1;
        onError(error);
      }
      const pause = Math.min(pauseMs * 2 ** failures, Math.max(pauseMs, longestPauseMs));
      if (!hasMore) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return async () => {
    stopping.abort();
    await ended;
  };
}
