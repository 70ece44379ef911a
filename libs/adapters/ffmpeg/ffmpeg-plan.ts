/** One run of ffmpeg as data: single tokens, one input, one output. */
export interface FfmpegPlan {
  /** Before `-i`: options of the process and of the input. */
  readonly inputOptions: readonly string[];
  readonly input: string;
  readonly outputOptions: readonly string[];
  readonly output: string;
}

/** The command line of a plan, for tests and messages; the runner builds its own through fluent-ffmpeg. */
export function tokensOf(plan: FfmpegPlan): string[] {
  return [...plan.inputOptions, '-i', plan.input, ...plan.outputOptions, plan.output];
}
