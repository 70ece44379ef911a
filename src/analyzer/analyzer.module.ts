import { Module } from '@nestjs/common';
import { AnalyzeEpisodeProcessor } from './analyze-episode.processor.js';

/** The analyzer's role: works `episode.analyze` jobs. Needs PortsModule. */
@Module({ providers: [AnalyzeEpisodeProcessor] })
export class AnalyzerModule {}
