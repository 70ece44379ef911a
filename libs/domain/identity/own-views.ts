import { meanEmbedding, similarityOf } from '../tracking/embedding.js';
import type { Track } from '../tracking/track.js';

/** Every other exemplar and the rest, so that both halves have good and poor views; undefined for a single view. */
export function halvesOf({
  exemplars,
}: Pick<Track, 'exemplars'>): [readonly Float32Array[], readonly Float32Array[]] | undefined {
  if (exemplars.length < 2) return undefined;
  return [exemplars.filter((_, i) => i % 2 === 0), exemplars.filter((_, i) => i % 2 === 1)];
}

/** Similarity of the two halves of every track that has them: how alike one character's views certainly are. */
export function ownSimilarities(tracks: readonly Pick<Track, 'exemplars'>[]): number[] {
  return tracks.flatMap((track) => {
    const halves = halvesOf(track);
    if (halves === undefined) return [];
    const [one, other] = halves.map((views) =>
      meanEmbedding(
        views,
        views.map(() => 1),
      ),
    ) as [Float32Array, Float32Array];
    return [similarityOf(one, other)];
  });
}
