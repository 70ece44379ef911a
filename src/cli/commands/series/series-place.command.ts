import { InvalidArgumentError, type Command } from 'commander';
import { comparePlaced, type Placement } from '#domain/episode/placement.js';
import { findEpisode } from '../../find-episode.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../../run-command.js';

interface PlaceOptions extends GlobalOptions {
  readonly season?: string;
  readonly first?: number;
}

export function addPlacingCommands(series: Command): void {
  series
    .command('list', { isDefault: true })
    .summary('the series there are, with their episodes')
    .action((_options, self: Command) => runCommand(self.optsWithGlobals<GlobalOptions>(), list));
  series
    .command('add')
    .argument('<series>', 'its name')
    .argument('<episodes...>', 'video files')
    .summary('put episodes into a series')
    .option('--season <name>', 'such as 1 or Specials')
    .option('--first <number>', 'number the episodes from this on, in the order given', wholeNumber)
    .action((name: string, episodes: string[], _options, self: Command) => {
      const options = self.optsWithGlobals<PlaceOptions>();
      return runCommand(options, (context) => add(name, episodes, options, context));
    });
  series
    .command('remove')
    .argument('<episodes...>', 'video files, or ids of episodes')
    .summary('take episodes out of their series')
    .action((episodes: string[], _options, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), (context) => remove(episodes, context)),
    );
}

async function list({ system, output }: CommandContext): Promise<void> {
  const placed = (await system.catalogue.notes.listPlacements()).sort(comparePlaced);
  const episodes = [];
  for (const { episodeId, placement } of placed) {
    const name = (await system.catalogue.episodes.find(episodeId))?.name ?? '';
    episodes.push({ episodeId, name, ...placement });
  }
  const lines = episodes.map((episode) => `${placeOf(episode)}  ${episode.name}  ${episode.episodeId}`);
  output.result(lines.join('\n') || 'no episode is in a series', { event: 'series', episodes });
}

async function add(
  series: string,
  paths: readonly string[],
  { season, first }: PlaceOptions,
  context: CommandContext,
): Promise<void> {
  const { system, output } = context;
  const found = [];
  // what is no video is said before anything is changed
  for (const path of paths) found.push(await findEpisode(path, context));
  const placed = found.map(({ id, name }, at) => ({
    ...{ episodeId: id, name },
    ...{ series, season: season ?? null, number: first === undefined ? null : first + at },
  }));
  for (const { episodeId, name: _, ...placement } of placed)
    await system.catalogue.notes.savePlacement(episodeId, placement);
  output.result(placed.map((episode) => `${placeOf(episode)}  ${episode.name}`).join('\n'), {
    ...{ event: 'placed', series, episodes: placed },
  });
}

async function remove(paths: readonly string[], context: CommandContext): Promise<void> {
  const removed = [];
  for (const path of paths) removed.push(await findEpisode(path, context));
  for (const { id } of removed) await context.system.catalogue.notes.savePlacement(id, null);
  context.output.result(removed.map(({ name }) => name).join('\n'), {
    ...{ event: 'taken-out', episodeIds: removed.map(({ id }) => id) },
  });
}

/** `Mole, season 1, 3` */
export function placeOf({ series, season, number }: Placement): string {
  return [
    series,
    ...(season === null ? [] : [`season ${season}`]),
    ...(number === null ? [] : [number]),
  ].join(', ');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('expected a whole number, 0 or more.');
  return Number(text);
}
