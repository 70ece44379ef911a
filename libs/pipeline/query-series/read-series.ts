import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode } from '#domain/episode/episode.js';
import type { Analysis, ReadAnalysis } from '../clip-scenes/read-analysis.js';

export interface ReadSeries {
  readonly analyses: readonly Analysis[];
  /** Episodes that cannot be asked yet. */
  readonly skipped: readonly Episode[];
}

/**
 * What is known of several episodes, in their order.
 * @throws CastlineError not-found TIMELINE.MISSING when not one of them is analysed
 */
export async function readSeries(episodes: readonly Episode[], read: ReadAnalysis): Promise<ReadSeries> {
  const analyses: Analysis[] = [];
  const skipped: Episode[] = [];
  for (const episode of episodes) {
    const analysis = await read.run(episode).catch((error: unknown) => {
      if (error instanceof CastlineError && error.code === 'TIMELINE.MISSING') return undefined;
      throw error;
    });
    if (analysis) analyses.push(analysis);
    else skipped.push(episode);
  }
  if (analyses.length > 0) return { analyses, skipped };
  const message = `none of these ${episodes.length} episodes has been analysed yet; run: castline analyze EPISODE`;
  throw new CastlineError('not-found', 'TIMELINE.MISSING', message);
}
