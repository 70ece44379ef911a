import { toPicture, type Box } from '#domain/box/box.js';
import { describeHead } from '#domain/evaluation/head-colours.js';
import type { ColouredTrack } from '#domain/evaluation/identify-by-colour.js';
import { meanEmbedding } from '#domain/tracking/embedding.js';
import type { Sighting, Track } from '#domain/tracking/track.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { FrameSource } from './examine-labelled-frames.js';

/** A track's looks beyond these would tell little more of its colours. */
const MOST_LOOKS = 5;

interface Look {
  readonly trackId: string;
  readonly head: Box;
}

/**
 * The mean colours of each track's head over a few of its sightings. Decodes the film once more at the size of the scan,
 * without any model.
 */
export async function readTrackColours(
  tracks: readonly Track[],
  { path, facts, clock, onProgress, signal }: FrameSource,
  longSide: number,
  frames: FrameReader,
): Promise<ColouredTrack[]> {
  const awaited = looksByFrame(tracks);
  const seen = new Map<string, Float32Array[]>(tracks.map(({ id }) => [id, []]));
  if (awaited.size === 0) return [];
  for await (const { index, picture } of frames.read({ path, facts, longSide }, signal)) {
    for (const { trackId, head } of awaited.get(index) ?? []) {
      const box = toPicture(head, facts.width / picture.width, facts.height / picture.height);
      seen.get(trackId)!.push(describeHead(picture, box));
    }
    if (index % 240 === 0) onProgress?.({ stage: 'colours', fraction: index / clock.frames });
    if (awaited.delete(index) && awaited.size === 0) break;
  }
  return [...seen]
    .filter(([, looks]) => looks.length > 0)
    .map(([id, looks]) => ({ id, colours: meanEmbedding(looks, Array<number>(looks.length).fill(1)) }));
}

function looksByFrame(tracks: readonly Track[]): Map<number, Look[]> {
  const looks = new Map<number, Look[]>();
  for (const { id: trackId, sightings } of tracks) {
    for (const { frame, head } of spread(sightings)) {
      const inFrame = looks.get(frame);
      if (inFrame) inFrame.push({ trackId, head });
      else looks.set(frame, [{ trackId, head }]);
    }
  }
  return looks;
}

/** The first, the last, and so many between them as are wanted, evenly. */
function spread(sightings: readonly Sighting[]): Sighting[] {
  const { length } = sightings;
  if (length <= MOST_LOOKS) return [...sightings];
  return Array.from(
    { length: MOST_LOOKS },
    (_, i) => sightings[Math.round((i * (length - 1)) / (MOST_LOOKS - 1))]!,
  );
}
