import type { Command } from 'commander';
import type { SceneRequest } from '#domain/clips/scene-request.js';
import { parseTimeSpan } from '#domain/time/time-span.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { FindSilences } from '#pipeline/clip-scenes/find-silences.js';
import { addCutOptions, cutOptionsFrom, seconds, secondsAbove0, type CutFlags } from './cut-flags.js';
import type { CommandContext } from './run-command.js';

export interface SceneFlags extends CutFlags {
  readonly avoidSpeech?: number | true;
  readonly exclude?: readonly string[];
  readonly includeMarked?: boolean;
  readonly best?: number;
}

const SPEECH_REACH_SECONDS = 1;

/** Everything that decides which frames a query's clips have. */
export function addSceneOptions(command: Command): void {
  addCutOptions(command);
  command
    .option(
      '--avoid-speech [seconds]',
      `move ends that fall into sound to a silence this close (default when given: ${SPEECH_REACH_SECONDS})`,
      seconds,
    )
    .option(
      '--exclude <span>',
      'never cut this, such as 0:00-1:30 or 20:15-end; may be given several times',
      (span: string, previous: readonly string[] = []) => [...previous, span],
    )
    .option('--include-marked', 'also cut what is marked as opening, ending, credits and the like')
    .option('--best <seconds>', 'only the best clips, this long together', secondsAbove0);
}

/** @throws CastlineError usage TIME.SPAN */
export function sceneRequestFrom(query: string, flags: SceneFlags): SceneRequest {
  const { avoidSpeech, exclude = [], includeMarked = false, best = null } = flags;
  const speechReachSeconds = avoidSpeech === true ? SPEECH_REACH_SECONDS : (avoidSpeech ?? 0);
  return {
    query,
    options: { ...cutOptionsFrom(flags), speechReachSeconds },
    excluded: exclude.map(parseTimeSpan),
    includeMarked,
    bestSeconds: best,
  };
}

export function answersOf({ system: { catalogue, media, silences } }: CommandContext): AnswerQuery {
  return new AnswerQuery(catalogue.notes, new FindSilences(silences, catalogue.notes, media));
}
