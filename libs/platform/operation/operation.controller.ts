import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs } from '../access/need.guard.js';
import { Metrics } from './metrics.js';
import { type Readiness, ReadinessProbe } from './readiness-probe.js';

@ApiTags('system')
@Controller()
export class OperationController {
  constructor(
    private readonly readiness: ReadinessProbe,
    private readonly metrics: Metrics,
  ) {}

  /** The process is alive and its event loop turns. */
  @Get('healthz')
  @Needs('nothing')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when work can be taken, 503 with what is wrong otherwise. */
  @Get('readyz')
  @Needs('nothing')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const state = await this.readiness.check();
    if (!state.ready) response.status(503);
    return state;
  }

  @Get('metrics')
  @Needs('measure')
  async prometheus(@Res() response: Response): Promise<void> {
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
