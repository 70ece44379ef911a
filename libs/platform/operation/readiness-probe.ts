import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';

/** What this process stands on, by name, each with a question that is answered when it works. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

export const READINESS_CHECKS = Symbol('readiness checks');

export interface Readiness {
  readonly ready: boolean;
  /** What each thing we depend on says; "ok" or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** A probe asks every few seconds: one that got no answer is told so instead of piling up behind it. */
const PATIENCE_MS = 3000;

/** Whether this process can take work: what it stands on answers, the models are loaded, it is not shutting down. */
@Injectable()
export class ReadinessProbe implements OnModuleDestroy {
  private isDraining = false;

  constructor(@Inject(READINESS_CHECKS) private readonly questions: ReadinessChecks) {}

  /** The first hook of a shutdown, before any worker is waited for. */
  onModuleDestroy(): void {
    this.isDraining = true;
  }

  async check(): Promise<Readiness> {
    const asked = Object.entries(this.questions).map(
      async ([name, question]) => [name, await answerOf(question)] as const,
    );
    const checks = {
      ...Object.fromEntries(await Promise.all(asked)),
      draining: this.isDraining ? 'shutting down' : 'ok',
    };
    return { ready: Object.values(checks).every((answer) => answer === 'ok'), checks };
  }
}

async function answerOf(question: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
  });
  const answer = question().then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}
