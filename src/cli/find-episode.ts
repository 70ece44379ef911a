import type { Episode } from '#domain/episode/episode.js';
import type { CommandContext } from './run-command.js';

/**
 * The episode of a video file, or of an id as `--json` shows it (the file may be gone then).
 * @throws CastlineError as `IngestEpisode.run`
 */
export async function findEpisode(pathOrId: string, { system, signal }: CommandContext): Promise<Episode> {
  const isId = /^ep_[0-9a-f]{24}$/.test(pathOrId);
  const known = isId ? await system.catalogue.episodes.find(pathOrId) : undefined;
  return known ?? (await system.ingest.run({ path: pathOrId, signal })).episode;
}
