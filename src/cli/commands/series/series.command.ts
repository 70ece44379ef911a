import type { Command } from 'commander';
import { addSeriesClipCommand } from './series-clip.command.js';
import { addSeriesExportCommand } from './series-export.command.js';
import { addPlacingCommands } from './series-place.command.js';

/** `castline series`: what belongs together, and questions to all of it. */
export function addSeriesCommand(program: Command): void {
  const command = program
    .command('series')
    .summary('put episodes into series and seasons, and ask all of them at once')
    .description(
      'A series is its episodes in the order in which they are watched. Its scenes, of all seasons or of one, answer a query together.',
    );
  addPlacingCommands(command);
  addSeriesClipCommand(command);
  addSeriesExportCommand(command);
}
