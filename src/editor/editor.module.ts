import { Module } from '@nestjs/common';
import { CutClipProcessor } from './cut-clip.processor.js';
import { MakeReelProcessor } from './make-reel.processor.js';

/** The editor's role: works `clip.cut` and `reel.make` jobs. Needs PortsModule. */
@Module({ providers: [CutClipProcessor, MakeReelProcessor] })
export class EditorModule {}
