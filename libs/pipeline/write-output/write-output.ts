import { join } from 'node:path';
import { toPicture, type Box } from '#domain/box/box.js';
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
import { distinctFileNames } from './safe-file-name.js';
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
    const { characters } = request.timeline;
    const fileNames = distinctFileNames(characters.map(({ name }) => name));
    for (const [index, character] of characters.entries()) {
      const track = bestTrackOf(character, tracks);
      const portrait = await this.portraitOf(track, request);
      await writeWhole(join(castFolder, `${fileNames[index]}.jpg`), portrait);
      // the report carries the small cut-out of the same track where there is one: it must stay light
      portraits.set(character.id, (await this.scans.findCrop(request.scan.episodeId, track.id)) ?? portrait);
    }
    return portraits;
  }

  private async portraitOf(track: Track, request: OutputRequest): Promise<Uint8Array> {
    const { sourcePath, facts, scan, signal } = request;
    const sighting = track.sightings[track.bestSighting]!;
    const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
    const at = { ticks: clock.ticksAt(sighting.frame), timeBase: facts.timeBase };
    const still = await this.stills.readStill(sourcePath, facts, at, signal);
    const box = toPicture(grown(sighting.head, 0.15), 1, 1);
    return this.pictures.encode(cropRgbSquare(still, box), { format: 'jpeg', quality: 90, maxWidth: 640 });
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

function grown(box: Box, share: number): Box {
  const by = share * Math.max(box.x2 - box.x1, box.y2 - box.y1);
  return { x1: box.x1 - by, y1: box.y1 - by, x2: box.x2 + by, y2: box.y2 + by };
}
