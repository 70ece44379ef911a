import { type DynamicModule, Module, type OnApplicationShutdown, Inject } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CastRepository } from '#ports/cast-repository.port.js';
import { ClipCutter } from '#ports/clip-cutter.port.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { EventLog } from '#ports/event-log.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { TimelineRepository } from '#ports/timeline-repository.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import type { Embedded } from './embedded/open-embedded.js';

export const CONFIG = Symbol('config');
export const LOGGER = Symbol('logger');

const SYSTEM = Symbol('system');

/** Hands every port, as its abstract class, to the apps' modules. Closing the app closes what stands behind the ports. */
@Module({})
export class PortsModule implements OnApplicationShutdown {
  constructor(@Inject(SYSTEM) private readonly system: Embedded) {}

  static forEmbedded(system: Embedded, config: Config, logger: Logger): DynamicModule {
    const { catalogue } = system;
    const values: [unknown, unknown][] = [
      [SYSTEM, system],
      [CONFIG, config],
      [LOGGER, logger],
      [EpisodeRepository, catalogue.episodes],
      [ScanRepository, catalogue.scans],
      [TimelineRepository, catalogue.timelines],
      [ClipRepository, catalogue.clips],
      [CastRepository, catalogue.casts],
      [EventLog, catalogue.events],
      [JobQueue, system.jobs],
      [MediaStore, system.media],
      [VideoProbe, system.probe],
      [ClipCutter, system.cutter],
      [PictureCodec, system.pictures],
      [FaceRecognizer, system.recognizer],
      [IngestEpisode, system.ingest],
      [ScanEpisode, system.scan],
      [IdentifyEpisode, system.identify],
    ];
    const providers = values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
    return { module: PortsModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.system.close();
  }
}
