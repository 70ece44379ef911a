import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { DEFAULT_TENANT, type TenantId } from '#domain/tenancy/tenant.js';
import { principalOf } from '#platform/access/principal-of.js';
import { problemOf } from '#platform/http/problem.filter.js';
import { CONFIG, LOGGER } from '#platform/tokens.js';
import { AcceptUpload, type AcceptedUpload } from './accept-upload.js';
import { ProblemTusServer, tusAnswerTo, tusRefusal } from './problem-tus-server.js';
import { UploadStore } from './upload-store.js';

const UPLOADS_PATH = '/api/v1/uploads';

type TusRequest = Parameters<NonNullable<ProblemTusServer['options']['onUploadFinish']>>[0];

/** The tus server hands on its own kind of request; Node's, by which we know the principal, stands behind it. */
function tenantOf(request: TusRequest): TenantId {
  const original = request.runtime?.node?.req;
  if (!original) throw new Error('the upload server was given a request that did not come through Node');
  return principalOf(original).tenant;
}

/** The tus 1.0 endpoint: uploads arrive in pieces, survive a restart, and become episodes when they are whole. */
@Injectable()
export class UploadServer implements OnApplicationBootstrap {
  readonly tus: ProblemTusServer;
  private readonly store: UploadStore;
  private readonly folder: string;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accept: AcceptUpload,
  ) {
    this.folder = join(config.home, 'uploads');
    this.store = new UploadStore({ directory: this.folder });
    this.tus = new ProblemTusServer({
      path: UPLOADS_PATH,
      datastore: this.store,
      maxSize: config.maxUploadBytes,
      relativeLocation: true,
      // no page of another origin: by default every one may
      allowedOrigins: [],
      // whose it is stands in its metadata, whatever the client wrote there
      onUploadCreate: (request, { metadata }) =>
        Promise.resolve({ metadata: { ...metadata, tenant: tenantOf(request) } }),
      onIncomingRequest: (request, id) => this.refuseOtherTenants(request, id),
      onResponseError: (_request, error) => tusAnswerTo(error),
      onUploadFinish: async (_request, { id, metadata }) => {
        const { episodeId, jobId } = await this.finish(id, metadata ?? {});
        return { headers: { 'Castline-Episode': episodeId, 'Castline-Job': jobId } };
      },
    });
  }

  private async refuseOtherTenants(request: TusRequest, id: string): Promise<void> {
    const upload = await this.store.getUpload(id).catch(() => undefined);
    if (!upload || upload.metadata?.['tenant'] === tenantOf(request)) return;
    throw tusRefusal(new CastlineError('not-found', 'UPLOAD.MISSING', 'there is no such upload', { id }));
  }

  /** Uploads whose last byte arrived right before a crash are finished now. */
  async onApplicationBootstrap(): Promise<void> {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      if (!name.endsWith('.json')) continue;
      const upload = await this.store.getUpload(name.slice(0, -'.json'.length)).catch(() => undefined);
      if (!upload || upload.offset !== upload.size) continue;
      await this.finish(upload.id, upload.metadata ?? {}).catch((err: unknown) => {
        this.logger.warn({ err, uploadId: upload.id }, 'an upload from before the restart was refused');
      });
    }
  }

  private async finish(id: string, metadata: Record<string, string | null>): Promise<AcceptedUpload> {
    try {
      const name = metadata['filename'] ?? metadata['name'] ?? 'upload';
      const accepted = await this.accept.run({
        tenant: metadata['tenant'] ?? DEFAULT_TENANT,
        path: join(this.folder, id),
        name,
        castId: metadata['castId'] ?? null,
      });
      await this.store.configstore.delete(id);
      return accepted;
    } catch (error) {
      const problem = problemOf(error);
      if (!(error instanceof CastlineError))
        this.logger.error({ err: error, uploadId: id }, 'upload could not be accepted');
      // what the probe refused is not kept; what failed on our side is, so that it can be finished after a restart
      if (problem.status < 500) await this.store.remove(id);
      throw tusRefusal(error);
    }
  }
}
