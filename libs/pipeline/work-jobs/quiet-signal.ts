import type { Job, JobKind } from '#domain/episode/job.js';
import type { Announcement, JobSignal } from '#ports/job-signal.port.js';

/** Tells a signal, if there is one, without ever waiting for it or failing because of it: the sweep finds what is lost here. */
export class QuietSignal {
  private isTroubled = false;

  constructor(
    readonly signal: JobSignal | undefined,
    private readonly onError: (error: unknown) => void,
  ) {}

  announce(job: Announcement, afterMs = 0): void {
    this.tell((signal) => signal.announce(job, afterMs));
  }

  withdraw(job: Announcement): void {
    this.tell((signal) => signal.withdraw(job));
  }

  show(job: Job): void {
    this.tell((signal) => signal.show(job));
  }

  remind(kind: JobKind, waiting: () => Promise<readonly Announcement[]>, periodMs: number): void {
    this.tell((signal) => signal.remind(kind, waiting, periodMs));
  }

  private tell(say: (signal: JobSignal) => Promise<unknown>): void {
    if (!this.signal) return;
    say(this.signal).then(
      () => (this.isTroubled = false),
      (error: unknown) => {
        if (!this.isTroubled) this.onError(error); // once for a whole outage
        this.isTroubled = true;
      },
    );
  }
}
