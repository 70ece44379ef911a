import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `check` gives something; the limit only ends a test that would otherwise hang. */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited in vain: ${what}`);
    await sleep(10);
  }
}
