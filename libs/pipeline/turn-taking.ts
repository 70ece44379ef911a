import { CancelledError } from '#domain/errors/cancelled.js';

/**
 * Lets one piece of work run at a time, in the order of asking. Who asks again only when a piece is done stands behind all
 * others that wait: so a request for a thousand clips and one for two are served in turn.
 */
export class TurnTaking {
  private readonly waiting: (() => void)[] = [];
  private isTaken = false;

  /** @throws CastlineError `cancelled` at once when the signal comes while waiting */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.take(signal);
    try {
      return await work();
    } finally {
      this.isTaken = false;
      this.waiting.shift()?.();
    }
  }

  private take(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', giveUp);
        this.isTaken = true;
        resolve();
      };
      const giveUp = (): void => {
        const place = this.waiting.indexOf(start);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(new CancelledError('waiting for a turn'));
      };
      if (signal?.aborted) return giveUp();
      if (!this.isTaken) return start();
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(start);
    });
  }
}
