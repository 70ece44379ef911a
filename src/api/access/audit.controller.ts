import { Controller, Get, Query } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { auditEntrySchema } from '#contracts/access.contract.js';
import { Needs } from '#platform/access/need.guard.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { Answers, listOf } from '../api-docs.js';

@ApiTags('access')
@Controller('api/v1/audit')
@Needs('administer')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  /** Deletions, verdicts, access given and taken: newest first. */
  @Get()
  @ApiQuery({ name: 'limit', required: false, description: '1 to 1000, 100 by default' })
  @Answers(listOf(auditEntrySchema))
  async list(
    @Query('limit', new ZodPipe(z.coerce.number().int().min(1).max(1000).default(100))) limit: number,
  ): Promise<{ items: z.output<typeof auditEntrySchema>[] }> {
    const entries = await this.audit.list(limit);
    return { items: entries.map((entry) => ({ ...entry, detail: { ...entry.detail } })) };
  }
}
