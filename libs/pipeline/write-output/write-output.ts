import { join } from 'node:path';
import type { PictureBox } from '#domain/box/box.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { cropRgbSquare } from '#domain/picture/crop.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import type { Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import type { Track } from '#domain/tracking/track.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import { renderReport } from './report/render-report.js';
import { safeFileName } from './safe-file-name.js';
import { writeWhole } from './write-whole.js';

export interface OutputRequest {
  readonly folder: string;
  readonly sourcePath: string;
  readonly facts: VideoFacts;
  readonly scan: Scan;
  readonly timeline: Timeline;
  readonly signal?: AbortSignal | undefined;
}

export interface WrittenOutput {
  readonly timelinePath: string;
  readonly reportPath: string;
  readonly castFolder: string;
}

/** Writes what `castline analyze --out` promises: timeline.json, cast/, report.html. Each file whole or not at all. */
export class WriteOutput {
  constructor(
    private readonly stills: StillReader,
    private readonly pictures: PictureCodec,
    private readonly scans: ScanRepository,
  ) {}

  async run(request: OutputRequest): Promise<WrittenOutput> {
    const { folder, timeline } = request;
    const timelinePath = join(folder, 'timeline.json');
    const reportPath = join(folder, 'report.html');
    const castFolder = join(folder, 'cast');
    await writeWhole(timelinePath, `${JSON.stringify(timeline, null, 2)}\n`);
    const portraits = await this.writeCast(request, castFolder);
    const thumbnails = await this.thumbnailsOf(request);
    await writeWhole(reportPath, renderReport({ timeline, portraits, thumbnails }));
    return { timelinePath, reportPath, castFolder };
  }

  /** The best picture of every character at the source's full size. */
  private async writeCast(request: OutputRequest, castFolder: string): Promise<Map<string, Uint8Array>> {
    const portraits = new Map<string, Uint8Array>();
    const tracks = new Map(request.scan.tracks.map((track) => [track.id, track]));
    for (const character of request.timeline.characters) {
      const crop = await this.portraitOf(character, tracks, request);
      await writeWhole(join(castFolder, `${safeFileName(character.name)}.jpg`), crop);
      portraits.set(character.id, await this.thumbnailFrom(crop, request, character));
    }
    return portraits;
  }

  private async portraitOf(character: TimelineCharacter, tracks: Map<string, Track>, request: OutputRequest): Promise<Uint8Array> {
    const { sourcePath, facts, scan, signal } = request;
    const track = bestTrackOf(character, tracks);
    const sighting = track.sightings[track.bestSighting]!;
    const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
    const at = { ticks: clock.ticksAt(sighting.frame), timeBase: facts.timeBase };
    const still = await this.stills.readStill(sourcePath, facts, at, signal);
    const grow = 0.15 * Math.max(sighting.head.x2 - sighting.head.x1, sighting.head.y2 - sighting.head.y1);
    const { x1, y1, x2, y2 } = sighting.head;
    const box: PictureBox = { x1: x1 - grow, y1: y1 - grow, x2: x2 + grow, y2: y2 + grow };
    return this.pictures.encode(cropRgbSquare(still, box), { format: 'jpeg', quality: 90, maxWidth: 640 });
  }

  /** The report carries the small cut-out of the same track where there is one: it must stay light. */
  private async thumbnailFrom(portrait: Uint8Array, { scan }: OutputRequest, character: TimelineCharacter): Promise<Uint8Array> {
    const track = bestTrackOf(character, new Map(scan.tracks.map((each) => [each.id, each])));
    return (await this.scans.findCrop(scan.episodeId, track.id)) ?? portrait;
  }

  /** One small picture per appearance, by the id of a track in it. */
  private async thumbnailsOf({ timeline, scan }: OutputRequest): Promise<Map<string, Uint8Array>> {
    const thumbnails = new Map<string, Uint8Array>();
    for (const { instances } of timeline.characters) {
      for (const { trackIds } of instances) {
        const id = trackIds[0];
        const crop = id === undefined ? undefined : await this.scans.findCrop(scan.episodeId, id);
        if (id !== undefined && crop) thumbnails.set(id, crop);
      }
    }
    return thumbnails;
  }
}

/** The track to show for a character: good quality, and large. */
function bestTrackOf(character: TimelineCharacter, tracks: Map<string, Track>): Track {
  const own = character.instances.flatMap(({ trackIds }) => trackIds.flatMap((id) => tracks.get(id) ?? []));
  const worth = (track: Track): number => {
    const { face, score } = track.sightings[track.bestSighting]!;
    return score * (0.2 + track.quality) * Math.sqrt(Math.min(face.x2 - face.x1, 240));
  };
  const best = own.reduce<Track | undefined>((a, b) => (a && worth(a) >= worth(b) ? a : b), undefined);
  if (!best) throw new Error(`character ${character.id} has no track`);
  return best;
}
