import type { Command } from 'commander';
import { MARK_KINDS, type Mark, type MarkKind } from '#domain/episode/mark.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { formatTimeSpan, parseTimeSpan } from '#domain/time/time-span.js';
import { findEpisode } from '../find-episode.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface MarksOptions extends GlobalOptions {
  readonly clear?: boolean;
}

/** `castline marks`: what is no part of the story. */
export function addMarksCommand(program: Command): void {
  program
    .command('marks')
    .argument('<episode>', 'a video file')
    .argument(
      '[marks...]',
      `kind=span, such as opening=0:00-1:30 or ending=20:15-end; kinds: ${MARK_KINDS.join(', ')}`,
    )
    .summary('mark openings, endings and the like, which clips leave out')
    .description(
      'Adds marks to an episode, or shows them. Clips and exports of a query leave marked spans out unless --include-marked.',
    )
    .option('--clear', 'forget the marks there were')
    .action((episode: string, marks: string[], _options, self: Command) => {
      const options = self.optsWithGlobals<MarksOptions>();
      return runCommand(options, (context) => mark(episode, marks, options, context));
    });
}

async function mark(
  path: string,
  added: readonly string[],
  { clear = false }: MarksOptions,
  context: CommandContext,
): Promise<void> {
  const { output, system } = context;
  const news = added.map(parseMark);
  const { id } = await findEpisode(path, context);
  const { notes } = system.catalogue;
  const before = clear ? [] : await notes.findMarks(id);
  const marks = [...before, ...news].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  if (clear || news.length > 0) await notes.saveMarks(id, marks);
  const shown = marks.map(({ kind, ...span }) => ({ kind, span: formatTimeSpan(span) }));
  const lines = shown.map(({ kind, span }) => `${kind.padEnd(8)} ${span}`);
  output.result(lines.join('\n') || 'nothing is marked', { event: 'marks', episodeId: id, marks: shown });
}

function parseMark(text: string): Mark {
  const [kind = '', span = ''] = text.split(/=(.*)/s);
  if (isMarkKind(kind)) return { kind, ...parseTimeSpan(span) };
  const message = `expected a mark such as opening=0:00-1:30 (kinds: ${MARK_KINDS.join(', ')}), got ${JSON.stringify(text)}`;
  throw new CastlineError('usage', 'MARK.KIND', message, { mark: text });
}

const isMarkKind = (text: string): text is MarkKind => (MARK_KINDS as readonly string[]).includes(text);
