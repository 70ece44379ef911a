/** Frames as raw RGB pixels. Everything that repeats (sets under a still camera, held drawings) is painted once. */
import { drawItems, drawSet } from './picture.js';
import { rasterise } from './raster.js';
import { light } from './lighting.js';
import { FILM } from './shot-list.js';
import { stageAt, type Stage, type TimedShot } from './staging.js';
import { mixAt, type Layer } from './transitions.js';

const PIXELS = FILM.width * FILM.height;

/** Keeps the few results asked for last, so that memory stays small whatever the film's length. */
class Recent<T> {
  private readonly kept = new Map<string, Promise<T>>();
  constructor(private readonly size: number) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.kept.get(key) ?? make();
    this.kept.delete(key);
    this.kept.set(key, found);
    for (const oldest of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size - this.size)))
      this.kept.delete(oldest);
    return found;
  }
}

export class FramePainter {
  private readonly sets = new Recent<Buffer>(4);
  private readonly pictures = new Recent<Buffer>(8);

  constructor(private readonly shots: readonly TimedShot[]) {}

  /** 1280 x 720 x RGB. The buffer is shared between equal frames: read it only. */
  async paint(frame: number): Promise<Buffer> {
    const { layers, white } = mixAt(this.shots, frame);
    if (white) return Buffer.alloc(PIXELS * 3, 255);
    const painted = await Promise.all(layers.map((layer) => this.layer(layer)));
    const [first] = painted;
    if (first && layers[0]?.weight === 1) return first;
    return blend(painted, layers);
  }

  private layer({ shot, frame }: Layer): Promise<Buffer> {
    const stage = stageAt(shot, frame);
    const items = drawItems(stage);
    const view = `${stage.set} ${stage.lighting} ${Object.values(stage.camera).join(' ')}`;
    return this.pictures.get(`${view} ${items ?? ''}`, () => this.picture(stage, view, items));
  }

  private async picture(stage: Stage, view: string, items: string | undefined): Promise<Buffer> {
    const [set, overlay] = await Promise.all([
      this.sets.get(view, () => rasterise(drawSet(stage), 'rgb')),
      items === undefined ? undefined : rasterise(items, 'rgba'),
    ]);
    const picture = Buffer.from(set);
    if (overlay) lay(overlay, picture);
    light(stage, picture);
    return picture;
  }
}

/** RGBA (not premultiplied) over RGB, in place. */
function lay(overlay: Buffer, picture: Buffer): void {
  for (let pixel = 0, from = 0, to = 0; pixel < PIXELS; pixel++, from += 4, to += 3) {
    const alpha = overlay[from + 3] ?? 0;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++) {
      const below = picture[to + c] ?? 0;
      picture[to + c] =
        alpha === 255
          ? (overlay[from + c] ?? 0)
          : Math.round(((overlay[from + c] ?? 0) * alpha + below * (255 - alpha)) / 255);
    }
  }
}

function blend(pictures: readonly Buffer[], layers: readonly Layer[]): Buffer {
  const weights = layers.map(({ weight }) => Math.round(weight * 256));
  const [a = Buffer.alloc(0), b = a] = pictures;
  const [wa = 0, wb = 0] = weights;
  const result = Buffer.alloc(a.length);
  for (let i = 0; i < a.length; i++) result[i] = Math.min(255, ((a[i] ?? 0) * wa + (b[i] ?? 0) * wb) >> 8);
  return result;
}
