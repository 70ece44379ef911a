import type { Measured } from './measure-process.js';

/** Seconds between the stages that `castline analyze --json` reports, in order; the time before the first one is start-up. */
export function stageSeconds({
  lines,
  wallSeconds,
}: Measured): { readonly stage: string; readonly seconds: number }[] {
  const starts: { stage: string; at: number }[] = [{ stage: 'start-up', at: 0 }];
  for (const { seconds, text } of lines) {
    const stage = stageOf(text);
    if (stage && stage !== starts.at(-1)!.stage) starts.push({ stage, at: seconds });
  }
  return starts.map(({ stage, at }, i) => ({ stage, seconds: (starts[i + 1]?.at ?? wallSeconds) - at }));
}

function stageOf(line: string): string | undefined {
  const data = JSON.parse(line) as { event?: unknown; stage?: unknown };
  return data.event === 'progress' && typeof data.stage === 'string' ? data.stage : undefined;
}
