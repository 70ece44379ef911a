import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
  Scope,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { AnimationEncoder } from '#ports/animation-encoder.port.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { CanvasPainter } from '#ports/canvas-painter.port.js';
import { CastRepository } from '#ports/cast-repository.port.js';
import { ClipCutter } from '#ports/clip-cutter.port.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { CropReader } from '#ports/crop-reader.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { EventLog } from '#ports/event-log.port.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { FrameReader } from '#ports/frame-reader.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { KeyframeLister } from '#ports/keyframe-lister.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { ReelJoiner } from '#ports/reel-joiner.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { StillReader } from '#ports/still-reader.port.js';
import { TimelineRepository } from '#ports/timeline-repository.port.js';
import { TokenRepository } from '#ports/token-repository.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { WorkRepository } from '#ports/work-repository.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';
import { principalOf } from './access/principal-of.js';
import { TenantJobs } from './access/tenant-jobs.js';
import { MeteredFrameReader } from './operation/metered-frame-reader.js';
import { Metrics } from './operation/metrics.js';
import type { System } from './system.js';
import { TracedJobQueue } from './tracing/traced-job-queue.js';
import { TracedWorkspaces } from './tracing/traced-workspaces.js';
import { ALL_JOBS, CONFIG, LOGGER } from './tokens.js';

const SYSTEM = Symbol('system');

/** A repository of the tenant on whose behalf a request is answered: controllers cannot reach another's. */
function perRequest<T>(
  port: abstract new (...args: never[]) => T,
  pick: (workspace: Workspace) => T,
): Provider {
  return {
    provide: port,
    scope: Scope.REQUEST,
    inject: [REQUEST, Workspaces],
    useFactory: (request: object, workspaces: Workspaces) => pick(workspaces.of(principalOf(request).tenant)),
  };
}

const PER_REQUEST: readonly Provider[] = [
  perRequest(EpisodeRepository, ({ episodes }) => episodes),
  perRequest(ScanRepository, ({ scans }) => scans),
  perRequest(TimelineRepository, ({ timelines }) => timelines),
  perRequest(ClipRepository, ({ clips }) => clips),
  perRequest(ExportRepository, ({ exports }) => exports),
  perRequest(EpisodeNotesRepository, ({ notes }) => notes),
  perRequest(WorkRepository, ({ works }) => works),
  perRequest(CastRepository, ({ casts }) => casts),
  perRequest(EventLog, ({ events }) => events),
  perRequest(MediaStore, ({ media }) => media),
  perRequest(AuditLog, ({ audit }) => audit),
  {
    provide: JobQueue,
    scope: Scope.REQUEST,
    inject: [REQUEST, ALL_JOBS],
    useFactory: (request: object, jobs: JobQueue) => new TenantJobs(jobs, principalOf(request).tenant),
  },
];

/**
 * Hands every port, as its abstract class, to the apps' modules: what belongs to a tenant for each request anew, the
 * rest once. Workers reach a job's tenant through `Workspaces`. Closing the app closes what stands behind the ports.
 */
@Module({})
export class PortsModule implements OnApplicationShutdown {
  constructor(@Inject(SYSTEM) private readonly system: System) {}

  static of(system: System, config: Config, logger: Logger): DynamicModule {
    const values: [unknown, unknown][] = [
      [SYSTEM, system],
      [CONFIG, config],
      [LOGGER, logger],
      [ALL_JOBS, new TracedJobQueue(system.jobs)],
      [Workspaces, new TracedWorkspaces(system.workspaces)],
      [TokenRepository, system.tokens],
      [VideoProbe, system.probe],
      [KeyframeLister, system.keyframes],
      [StillReader, system.stills],
      [SilenceReader, system.silences],
      [ClipCutter, system.cutter],
      [ReelJoiner, system.joiner],
      [CanvasPainter, system.painter],
      [CropReader, system.crops],
      [AnimationEncoder, system.animations],
      [PictureCodec, system.pictures],
      [FaceRecognizer, system.recognizer],
    ];
    const once = values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
    const metered = {
      provide: FrameReader,
      inject: [Metrics],
      useFactory: (metrics: Metrics) => new MeteredFrameReader(system.frames, metrics),
    };
    const providers = [Metrics, ...once, metered, ...PER_REQUEST];
    const exported = providers.map((provider) => ('provide' in provider ? provider.provide : provider));
    return { module: PortsModule, global: true, providers, exports: exported };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.system.close();
  }
}
