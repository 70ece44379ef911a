import { Module } from '@nestjs/common';
import { CutClipProcessor } from './cut-clip.processor.js';

/** The editor's role: works `clip.cut` jobs. Needs PortsModule. */
@Module({ providers: [CutClipProcessor] })
export class EditorModule {}
