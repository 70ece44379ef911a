import type { CanvasPainter } from '#ports/canvas-painter.port.js';
import type { ClipCutter } from '#ports/clip-cutter.port.js';
import type { EventLog } from '#ports/event-log.port.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { IdentityProvider } from '#ports/identity-provider.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { KeyframeLister } from '#ports/keyframe-lister.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { SilenceReader } from '#ports/silence-reader.port.js';
import type { ReelJoiner } from '#ports/reel-joiner.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import type { TokenRepository } from '#ports/token-repository.port.js';
import type { VideoProbe } from '#ports/video-probe.port.js';
import type { ReadinessChecks } from './operation/readiness-probe.js';
import type { Workspaces } from '#ports/workspaces.port.js';

/** Everything behind the ports that the apps need, whichever form Castline runs in. */
export interface System {
  readonly workspaces: Workspaces;
  readonly tokens: TokenRepository;
  readonly identity: IdentityProvider | undefined;
  /** Jobs of all tenants. */
  readonly jobs: JobQueue;
  /** Events of all tenants. */
  readonly events: EventLog;
  readonly probe: VideoProbe;
  readonly frames: FrameReader;
  readonly keyframes: KeyframeLister;
  readonly stills: StillReader;
  readonly silences: SilenceReader;
  readonly cutter: ClipCutter;
  readonly joiner: ReelJoiner;
  readonly painter: CanvasPainter;
  readonly pictures: PictureCodec;
  readonly recognizer: FaceRecognizer;
  /** What stands behind the ports, by name, each with a question that is answered while it works. */
  readonly checks: ReadinessChecks;
  close(): Promise<void>;
}
