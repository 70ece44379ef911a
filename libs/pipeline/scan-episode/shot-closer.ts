import type { Box } from '#domain/box/box.js';
import type { TrackCrop } from '#domain/episode/scan.js';
import type { Shot } from '#domain/shots/shot.js';
import { toNumber } from '#domain/time/rational.js';
import type { Track } from '#domain/tracking/track.js';
import { trackShot } from '#domain/tracking/track-shot.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { ExaminedFrame } from './examined-frame.js';

/** A decided shot with its samples becomes tracks and their pictures. */
export class ShotCloser {
  constructor(
    private readonly pictures: PictureCodec,
    private readonly facts: VideoFacts,
  ) {}

  async close(
    shot: Shot,
    samples: readonly ExaminedFrame[],
  ): Promise<{ tracks: Track[]; crops: TrackCrop[] }> {
    const tracks = trackShot({
      shot,
      samples,
      frameSize: { width: this.facts.width, height: this.facts.height },
      frameRate: toNumber(this.facts.frameRate),
    });
    const crops = await Promise.all(tracks.map((track) => this.cropOf(track, samples)));
    return { tracks, crops: crops.filter((crop) => crop !== undefined) };
  }

  private async cropOf(track: Track, samples: readonly ExaminedFrame[]): Promise<TrackCrop | undefined> {
    const order = [track.sightings[track.bestSighting]!, ...track.sightings];
    for (const sighting of order) {
      const sample = samples.find(({ frame }) => frame === sighting.frame);
      const index =
        sample?.faces.findIndex(({ detection }) => isSameBox(detection.face, sighting.face)) ?? -1;
      const picture = sample?.crops[index];
      if (picture) {
        return {
          trackId: track.id,
          jpeg: await this.pictures.encode(picture, { format: 'jpeg', quality: 82 }),
        };
      }
    }
    return undefined;
  }
}

function isSameBox(a: Box, b: Box): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}
