import { Module } from '@nestjs/common';
import { StretchesProcessor } from './stretches.processor.js';

/** The analyzer's role among many: works `episode.split` and `stretch.scan` jobs. Needs PortsModule. */
@Module({ providers: [StretchesProcessor] })
export class StretchesModule {}
