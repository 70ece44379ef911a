import type { Frame } from '#domain/picture/frame.js';
import { FrameReader, type FrameReadRequest, type ReadingSummary } from '#ports/frame-reader.port.js';
import type { Metrics } from './metrics.js';

/** A frame reader whose frames and decoder errors are counted. */
export class MeteredFrameReader extends FrameReader {
  constructor(
    private readonly inner: FrameReader,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  async *read(request: FrameReadRequest, signal?: AbortSignal): AsyncGenerator<Frame, ReadingSummary, void> {
    const frames = this.inner.read(request, signal);
    let hasEnded = false;
    try {
      for (;;) {
        const step = await frames.next();
        if (step.done) {
          hasEnded = true;
          this.metrics.countDecodeErrors(step.value.decodeErrors);
          return step.value;
        }
        this.metrics.countFrame();
        yield step.value;
      }
    } finally {
      // whoever stops reading ends the decoder too
      if (!hasEnded) await frames.return(NOTHING_READ);
    }
  }
}

const NOTHING_READ: ReadingSummary = { framesRead: 0, decodeErrors: 0, endedEarly: false, endTicks: 0 };
