import { CastlineError } from '#domain/errors/castline-error.js';
import { ReadAnalysis, type Analysis } from '#pipeline/clip-scenes/read-analysis.js';
import type { CommandContext } from './run-command.js';

export type { Analysis };

/**
 * What is known of an episode that was analysed before.
 * @throws CastlineError not-found TIMELINE.MISSING with the command that makes it
 */
export async function findAnalysis(path: string, { system, signal }: CommandContext): Promise<Analysis> {
  const { episode } = await system.ingest.run({ path, signal });
  try {
    return await new ReadAnalysis(system.catalogue.timelines, system.catalogue.scans).run(episode);
  } catch (error) {
    if (!(error instanceof CastlineError) || error.code !== 'TIMELINE.MISSING') throw error;
    const message = `this episode has not been analysed yet; run: castline analyze ${JSON.stringify(path)}`;
    throw new CastlineError('not-found', error.code, message, error.facts, { cause: error });
  }
}
