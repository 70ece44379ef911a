import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from '#domain/errors/castline-error.js';
import { addAnalyzeCommand } from './commands/analyze.command.js';
import { addClipCommand } from './commands/clip.command.js';
import { addDoctorCommand } from './commands/doctor.command.js';
import { addEvalCommand } from './commands/eval/eval.command.js';
import { addExportCommand } from './commands/export.command.js';
import { addMarksCommand } from './commands/marks.command.js';
import { addModelsCommand } from './commands/models.command.js';
import { addSeriesCommand } from './commands/series/series.command.js';
import { addReelCommand } from './commands/reel.command.js';
import { addServeCommand } from './commands/serve.command.js';
import { addStickersCommand } from './commands/stickers.command.js';
import { addTokensCommand } from './commands/tokens.command.js';
import { addWhoCommand } from './commands/who.command.js';

const EXIT_CODE_HELP = `
Exit codes: 0 done, 1 internal failure, 2 wrong usage, 3 not found, 4 unusable media, 5 conflict,
            6 this machine lacks something (ffmpeg, a model, disk space), 75 try again, 130 stopped.`;

function versionOfPackage(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

const program = new Command('castline')
  .description('Who is on screen when in a cartoon episode, and the clips.')
  .version(versionOfPackage())
  .option('--json', 'machine-readable lines on stdout')
  .option('--home <folder>', 'catalogue and media store (default: ~/.castline, or CASTLINE_HOME)')
  .option('--workers <n>', 'inference workers, one core each')
  .option('--analysis-side <px>', 'longer side at which frames are analysed (default: 640)')
  .option('--samples-per-second <n>', 'pictures per second that are searched for faces (default: 4)')
  .addHelpText('after', EXIT_CODE_HELP)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'castline: ')) });

addAnalyzeCommand(program);
addClipCommand(program);
addReelCommand(program);
addStickersCommand(program);
addWhoCommand(program);
addExportCommand(program);
addSeriesCommand(program);
addMarksCommand(program);
addServeCommand(program);
addEvalCommand(program);
addModelsCommand(program);
addTokensCommand(program);
addDoctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // help and --version end with 0, everything else is wrong usage; commander has already said what
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_CODES.usage;
}
