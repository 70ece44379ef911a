import type { Binary } from 'mongodb';
import type { Job } from '#domain/episode/job.js';
import type { WorkKind } from '#domain/works/work.js';

/**
 * What lies in the collections. Bodies are JSON as the domain has them; beside them stands only what is looked for.
 * An `_id` begins with the tenant, so that equal ids of two tenants (they follow from content) are two documents.
 */
interface Owned {
  readonly _id: string;
  readonly tenant: string;
  /** Counts up over the collection: the order of insertion. */
  readonly sequence: number;
}

/** Events that were not read yet, in the document whose change they announce: both or neither. */
export interface WithOutbox {
  /** JSON, in order. */
  readonly outbox: readonly string[];
  /** Whether the outbox may hold something; what the collector looks for. */
  readonly isTelling: boolean;
}

/** Job id -> token of its latest claim under which the document was (for an episode: may be) written. */
interface Fenced {
  readonly fences?: Readonly<Record<string, number>>;
}

export interface EpisodeDocument extends Owned, WithOutbox, Fenced {
  readonly id: string;
  readonly createdAt: string;
  readonly mediaId: string | null;
  readonly body: string;
  /** Deleted; what is left is to be told and swept. */
  readonly isGone: boolean;
  /** Version of the published timeline, and where the bodies of all versions lie. */
  readonly latestTimeline?: number;
  readonly timelines?: Readonly<Record<string, string>>;
  readonly completedScans?: number;
  readonly series?: string | null;
  /** JSON by kind. */
  readonly notes?: Readonly<Record<string, string | null>>;
}

/** A timeline's body; it is published when an episode names it. */
export interface TimelineDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly episodeId: string;
  readonly body: Binary;
}

export interface ScanDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly episodeId: string;
  readonly key: string;
  readonly sequence: number;
  readonly shotCount: number;
  readonly nextFrame: number;
  /** JSON. */
  readonly nextTimestamp: string;
  /** Ids of the batches, in order. */
  readonly batches: readonly string[];
  /** Counts up with every scan of the episode that is completed; null while incomplete. */
  readonly completedAs: number | null;
  readonly endTicks: number;
  readonly warnings: readonly string[];
}

/** A part of a body that may be too large for one document. */
export interface PartDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly episodeId: string;
  /** What it is a part of. */
  readonly whole: string;
  readonly part: number;
  readonly bytes: Binary;
}

export interface CropDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly episodeId: string;
  readonly scanId: string;
  readonly trackId: string;
  readonly jpeg: Binary;
}

export interface StretchPlanDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly episodeId: string;
  readonly scanKey: string;
  readonly planId: string;
  readonly body: string;
  /** JSON by the stretch's index. */
  readonly ends: Readonly<Record<string, string>>;
}

export interface ClipDocument extends Owned, WithOutbox, Fenced {
  readonly episodeId: string;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly cutKey: string | null;
  readonly mediaId: string | null;
  readonly body: string;
}

export interface WorkDocument extends Owned, WithOutbox, Fenced {
  readonly episodeId: string;
  readonly kind: WorkKind;
  readonly mediaId: string;
  readonly body: string;
}

export interface ExportDocument extends Owned, Fenced {
  readonly episodeIds: readonly string[];
  readonly mediaId: string;
  readonly createdAt: string;
  readonly body: string;
}

export interface CastDocument extends Owned, WithOutbox {
  readonly body: Binary;
}

export interface EventDocument {
  readonly _id: string;
  readonly tenant: string;
  /** 1, 2, 3, ... without a gap over all tenants. */
  readonly position: number;
  readonly body: string;
}

export interface JobDocument extends Owned {
  readonly kind: Job['kind'];
  readonly key: string;
  /** Tenant and key while the job is queued or running, else the job's own id: unique. */
  readonly activeKey: string;
  readonly episodeId: string;
  readonly payload: string;
  readonly state: Job['state'];
  readonly attempts: number;
  readonly token: number;
  readonly beat: number;
  readonly owner: string | null;
  readonly availableAt: number;
  readonly progress: string | null;
  readonly failure: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** When a tenant was last served, in jobs of one kind. */
export interface TurnDocument {
  readonly _id: string;
  readonly kind: Job['kind'];
  readonly tenant: string;
  readonly served: number;
}

export interface TokenDocument extends Owned {
  readonly id: string;
  readonly name: string;
  readonly body: string;
}

export interface AuditDocument {
  readonly tenant: string;
  readonly sequence: number;
  readonly body: string;
}

/** A file of the media store; its bytes lie in GridFS. */
export interface MediaDocument {
  readonly _id: string;
  readonly tenant: string;
  readonly sha256: string;
  readonly sizeInBytes: number;
  readonly file: string;
}

/** A file that is being written to GridFS: what its writer leaves behind when it dies is found by this. */
export interface UploadDocument {
  /** Of the file in GridFS. */
  readonly _id: string;
  /** Counts up while the writer lives. */
  readonly beat: number;
  /** It was taken for dead: its bytes are being removed. */
  readonly isSwept: boolean;
}

/** How far a reader of the event log has come. */
export interface BookmarkDocument {
  readonly _id: string;
  readonly position: number;
}

export interface CounterDocument {
  readonly _id: string;
  readonly value: number;
}
