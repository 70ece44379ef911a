import { Module } from '@nestjs/common';
import { CutClipProcessor } from './cut-clip.processor.js';
import { MakeReelProcessor } from './make-reel.processor.js';
import { MakeStickersProcessor } from './make-stickers.processor.js';

/** The editor's role: works `clip.cut`, `reel.make` and `sticker.make` jobs. Needs PortsModule. */
@Module({ providers: [CutClipProcessor, MakeReelProcessor, MakeStickersProcessor] })
export class EditorModule {}
