import { type DynamicModule, Module } from '@nestjs/common';
import { OperationController } from './operation.controller.js';
import { READINESS_CHECKS, type ReadinessChecks, ReadinessProbe } from './readiness-probe.js';

/** What those who operate a process ask it: alive, ready, figures. Needs PortsModule. */
@Module({})
export class OperationModule {
  static of(checks: ReadinessChecks): DynamicModule {
    return {
      module: OperationModule,
      controllers: [OperationController],
      providers: [ReadinessProbe, { provide: READINESS_CHECKS, useValue: checks }],
    };
  }
}
