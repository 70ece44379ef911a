import { CastlineError } from '#domain/errors/castline-error.js';
import type { SqliteSession } from './sqlite-database.js';

/**
 * Within the caller's transaction: nothing is stored for an episode that is not (or no longer) there, so work that
 * outlives its episode leaves no orphans. @throws CastlineError `not-found` EPISODE.MISSING
 */
export function requireEpisode(database: SqliteSession, episodeId: string): void {
  if (database.row('SELECT 1 FROM episodes WHERE id = ?', episodeId)) return;
  throw new CastlineError(
    'not-found',
    'EPISODE.MISSING',
    `there is no episode ${episodeId}; was it deleted?`,
    {
      episodeId,
    },
  );
}
