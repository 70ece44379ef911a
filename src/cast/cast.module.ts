import { Module } from '@nestjs/common';
import { CoordinateAnalysisProcessor } from './coordinate-analysis.processor.js';

/** The role of cast: coordinates `episode.analyze` jobs over the analyzers' stretches. Needs PortsModule. */
@Module({ providers: [CoordinateAnalysisProcessor] })
export class CastModule {}
