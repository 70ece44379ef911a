import type { Command } from 'commander';
import { addEvalCastCommand } from './eval-cast.js';
import { addEvalDetectionCommand } from './eval-detection.js';
import { addEvalExpressionCommand } from './eval-expression.js';
import { addEvalFilmCommand } from './eval-film.js';
import { addEvalNegativesCommand } from './eval-negatives.js';
import { addEvalPoseCommand } from './eval-pose.js';
import { addEvalRecognitionCommand } from './eval-recognition.js';

/** `castline eval`: how good it is, on the user's own copy of whatever has labels. */
export function addEvalCommand(program: Command): void {
  const command = program
    .command('eval')
    .summary('measure accuracy on films and picture sets with truth')
    .description('Measures what Castline finds against labels. Without a sub-command: a film.');
  addEvalFilmCommand(command);
  addEvalDetectionCommand(command);
  addEvalRecognitionCommand(command);
  addEvalExpressionCommand(command);
  addEvalPoseCommand(command);
  addEvalNegativesCommand(command);
  addEvalCastCommand(command);
}
