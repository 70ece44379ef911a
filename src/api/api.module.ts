import { Module } from '@nestjs/common';
import { AuditController } from './access/audit.controller.js';
import { LinksController } from './access/links.controller.js';
import { SessionController } from './access/session.controller.js';
import { TokensController } from './access/tokens.controller.js';
import { CastsController } from './casts/casts.controller.js';
import { ClipsController } from './clips/clips.controller.js';
import { EpisodeNotesController } from './episodes/episode-notes.controller.js';
import { EpisodesController } from './episodes/episodes.controller.js';
import { ExportsController } from './episodes/exports.controller.js';
import { MakeExports } from './episodes/make-exports.js';
import { StillTurns } from './episodes/still-turns.js';
import { StillsController } from './episodes/stills.controller.js';
import { StoredExportsController } from './episodes/stored-exports.controller.js';
import { TimelineController } from './episodes/timeline.controller.js';
import { EventsController } from './jobs/events.controller.js';
import { JobsController } from './jobs/jobs.controller.js';
import { PageController } from './page/page.controller.js';
import { SCENE_WORK } from './scene-work.providers.js';
import { SeriesController } from './series/series.controller.js';
import { AcceptUpload } from './uploads/accept-upload.js';
import { UploadServer } from './uploads/upload-server.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { WhoController } from './who/who.controller.js';
import { KeptWorks } from './works/kept-works.js';
import { ReelsController } from './works/reels.controller.js';
import { StickersController } from './works/stickers.controller.js';

/** The api's role: REST, uploads, live progress, the page. Needs PortsModule and AccessModule. */
@Module({
  controllers: [
    EpisodesController,
    TimelineController,
    ExportsController,
    StoredExportsController,
    StillsController,
    EpisodeNotesController,
    ClipsController,
    SeriesController,
    ReelsController,
    StickersController,
    CastsController,
    JobsController,
    EventsController,
    UploadsController,
    WhoController,
    SessionController,
    TokensController,
    AuditController,
    LinksController,
    PageController,
  ],
  providers: [...SCENE_WORK, StillTurns, MakeExports, AcceptUpload, UploadServer, KeptWorks],
})
export class ApiModule {}
