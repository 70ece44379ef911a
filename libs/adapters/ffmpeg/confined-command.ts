// fluent-ffmpeg holds the plan and runs it; two of its steps are replaced, because 2.1.3 offers no option for them:
// `_prepare` would start ffmpeg unconfined to list its encoders, and may ffprobe the input with default (open) settings;
// `_spawnFfmpeg` gives no process group, no minimal environment, no third pipe, and no back-pressure on stdout.
import ffmpeg from 'fluent-ffmpeg';
import { startConfined, type ConfinedProcess } from './confined-process.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';

interface TextRing {
  get(): string;
  callback(listener: (line: string) => void): void;
}
type SpawnOptions = Readonly<Record<string, unknown>>;
type OnSpawned = (child: ConfinedProcess['child'], stdout: TextRing, stderr: TextRing) => void;
type OnEnd = (error: Error | null, stdout: TextRing, stderr: TextRing) => void;

/** The part of fluent-ffmpeg that its types leave out. */
interface FluentInternals extends ffmpeg.FfmpegCommand {
  _getArguments(): string[];
}
const FluentCommand = ffmpeg as unknown as new () => FluentInternals;

class ConfinedCommand extends FluentCommand {
  started: ConfinedProcess | undefined;

  constructor(private readonly ffmpegPath: string) {
    super();
  }

  _prepare(next: (error: Error | null, args: string[]) => void): void {
    next(null, this._getArguments());
  }

  _spawnFfmpeg(args: string[], _options: SpawnOptions, onSpawned: OnSpawned, onEnd: OnEnd): void {
    const started = startConfined(this.ffmpegPath, args);
    this.started = started;
    const nothing: TextRing = { get: () => '', callback: () => undefined };
    const messages: TextRing = { get: started.messages, callback: () => undefined };
    onSpawned(started.child, nothing, messages);
    void started.exited.then(({ code, signal, error }) => {
      if (error) onEnd(error, nothing, messages);
      else if (signal) onEnd(new Error(`ffmpeg was killed with signal ${signal}`), nothing, messages);
      else onEnd(code === 0 ? null : new Error(`ffmpeg exited with code ${code}`), nothing, messages);
    });
  }
}

/** Executes a plan through fluent-ffmpeg; the caller reads the pipes and waits for `exited`. */
export function startFfmpeg(ffmpegPath: string, plan: FfmpegPlan): ConfinedProcess {
  const command = new ConfinedCommand(ffmpegPath);
  // Spread on purpose: fluent-ffmpeg splits the members of an array at a space, separate arguments it leaves alone.
  command.input(plan.input).inputOptions(...plan.inputOptions);
  command.output(plan.output).outputOptions(...plan.outputOptions);
  command.on('error', () => undefined); // told by `exited`, with more detail
  command.run();
  if (!command.started) throw new Error('fluent-ffmpeg did not start ffmpeg at once');
  return command.started;
}
