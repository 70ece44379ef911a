import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import {
  newTokenSchema,
  tokenRequestSchema,
  type TokenRequestBody,
  tokenSchema,
} from '#contracts/access.contract.js';
import type { AccessToken } from '#domain/access/access-token.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { makeToken } from '#pipeline/give-access/make-token.js';
import { auditEntryOf } from '#platform/access/audit-entry-of.js';
import { Needs } from '#platform/access/need.guard.js';
import { principalOf } from '#platform/access/principal-of.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { TokenRepository } from '#ports/token-repository.port.js';
import { Answers, listOf } from '../api-docs.js';

/** An admin gives access to their own tenant. */
@ApiTags('access')
@Controller('api/v1/tokens')
@Needs('administer')
export class TokensController {
  constructor(
    private readonly tokens: TokenRepository,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Answers(listOf(tokenSchema))
  async list(@Req() request: Request): Promise<{ items: z.output<typeof tokenSchema>[] }> {
    return { items: (await this.tokens.list(principalOf(request).tenant)).map(tokenResource) };
  }

  /** Makes a token; its secret is in this answer and nowhere else. */
  @Post()
  @ApiBody({ schema: schemaOf(tokenRequestSchema) })
  @Answers(newTokenSchema, 201)
  async create(
    @Body(new ZodPipe(tokenRequestSchema)) { name, role, days }: TokenRequestBody,
    @Req() request: Request,
  ): Promise<z.output<typeof newTokenSchema>> {
    const { token, secret } = makeToken({ tenant: principalOf(request).tenant, role, name }, days);
    await this.tokens.save(token);
    await this.audit.append(auditEntryOf(request, 'token.created', token.id, { name, role, days }));
    return { ...tokenResource(token), secret };
  }

  /** Takes it back: from now on nobody gets in with it. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id') id: string, @Req() request: Request): Promise<void> {
    const isGone = await this.tokens.delete(principalOf(request).tenant, id);
    if (!isGone)
      throw new CastlineError('not-found', 'TOKEN.MISSING', `there is no token ${JSON.stringify(id)}`, {
        id,
      });
    await this.audit.append(auditEntryOf(request, 'token.revoked', id));
  }
}

function tokenResource({ id, name, role, createdAt, expiresAt }: AccessToken): z.output<typeof tokenSchema> {
  return { id, name, role, createdAt, expiresAt };
}
