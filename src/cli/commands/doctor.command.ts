import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import { CastlineError } from '#domain/errors/castline-error.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('check what Castline needs on this machine')
    .description('Says which ffmpeg and models are used, where data is kept, and what is missing.')
    .action((_options, self: Command) => runCommand(self.optsWithGlobals<GlobalOptions>(), doctor));
}

async function doctor({ system, config, output }: CommandContext): Promise<void> {
  const { ffmpeg, ffprobe, problems, notes } = await system.toolchain.inspect();
  const models = await system.recognizer.load().catch((error: unknown) => {
    if (!(error instanceof CastlineError)) throw error;
    return error;
  });
  const faults = [...problems, ...(models instanceof CastlineError ? [models] : [])];
  const disk = existsSync(config.home) ? await statfs(config.home) : undefined;
  const rows: [string, string][] = [
    ['node', process.version],
    ['ffmpeg', ffmpeg ? `${ffmpeg.version} (${ffmpeg.path})` : 'missing'],
    ['ffprobe', ffprobe ? `${ffprobe.version} (${ffprobe.path})` : 'missing'],
    ...(models instanceof CastlineError
      ? []
      : [models.detector, models.embedder].map(({ id, version, sha256 }): [string, string] => [
          'model',
          `${id}@${version} (sha256 ${sha256.slice(0, 12)})`,
        ])),
    ['workers', `${config.workers}`],
    [
      'home',
      disk ? `${config.home} (${((disk.bavail * disk.bsize) / 1e9).toFixed(1)} GB free)` : config.home,
    ],
  ];
  const text = rows.map(([name, value]) => `${name.padEnd(8)} ${value}`);
  for (const note of notes) output.warn(note);
  output.result(text.join('\n'), {
    event: 'doctor',
    ...Object.fromEntries(rows),
    problems: faults.map(({ code, message }) => ({ code, message })),
  });
  if (faults[0]) throw faults[0];
}
