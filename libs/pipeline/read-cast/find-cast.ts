import { CastlineError } from '#domain/errors/castline-error.js';
import type { CastRepository } from '#ports/cast-repository.port.js';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';
import { type Cast, NO_CAST } from '../analyze-episode.js';
import { castOf } from './cast-of-references.js';

/**
 * The cast that a job names, or nobody.
 * @throws CastlineError `not-found` CAST.MISSING, `conflict` CAST.OTHER_EMBEDDER
 */
export async function findCast(
  casts: CastRepository,
  castId: unknown,
  models: RecognizerModels,
): Promise<Cast> {
  if (typeof castId !== 'string') return NO_CAST;
  const cast = await casts.find(castId);
  if (!cast) throw new CastlineError('not-found', 'CAST.MISSING', `there is no cast ${castId}`, { castId });
  return castOf(cast, models);
}
