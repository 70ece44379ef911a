/** All frames of the film in order, painted a few ahead so that drawing and encoding overlap. */
import { FramePainter } from './frame-painter.js';
import type { TimedShot } from './staging.js';

const AHEAD = 4;

export async function* renderFrames(
  shots: readonly TimedShot[],
  onProgress?: (fraction: number) => void,
): AsyncGenerator<Buffer> {
  const painter = new FramePainter(shots);
  const count = shots.at(-1)?.end ?? 0;
  const waiting: Promise<Buffer>[] = [];
  for (let next = 0, frame = 0; frame < count; frame++) {
    while (next < count && waiting.length < AHEAD) waiting.push(started(painter.paint(next++)));
    const painted = await waiting.shift();
    if (painted) yield painted;
    onProgress?.((frame + 1) / count);
  }
}

/** A picture that fails while an earlier one is still awaited must not count as unhandled; it is awaited in its turn. */
function started(picture: Promise<Buffer>): Promise<Buffer> {
  picture.catch(() => undefined);
  return picture;
}
