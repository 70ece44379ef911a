import type { Yuv420Picture } from '#domain/picture/picture.js';

/** Pictures of a small drawn film, made by arithmetic: textured backgrounds, discs for characters, exact cuts. */
const WIDTH = 128;
const HEIGHT = 72;
const WORLD_WIDTH = 512;

/** Numbers in [0, 1) that depend on the seed alone. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 1013904223) >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state / 2 ** 32;
  };
}

export interface View {
  /** Where the left edge of the picture lies in the scene, in pixels; negative is allowed. */
  readonly panX?: number;
  readonly zoom?: number;
  /** Added to every luma value. */
  readonly light?: number;
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly luma: number;
  readonly u: number;
  readonly v: number;
  readonly sway: number;
}

/** A place with characters in it. The same `place` with other `people` is the reverse angle of a conversation. */
export class DrawnScene {
  private readonly texture: Float32Array;
  private readonly tint: { readonly u: number; readonly v: number };
  private readonly discs: readonly Disc[];

  constructor({ place, people = place }: { readonly place: number; readonly people?: number }) {
    const random = randomFrom(place);
    const waves = Array.from({ length: 6 }, () => ({
      fx: (1 + Math.floor(random() * 24)) * ((2 * Math.PI) / WORLD_WIDTH),
      fy: (random() - 0.5) * 0.4,
      phase: random() * 2 * Math.PI,
      height: 8 + 14 * random(),
    }));
    const mean = 80 + 80 * random();
    this.tint = { u: 108 + 40 * random(), v: 108 + 40 * random() };
    this.texture = new Float32Array(WORLD_WIDTH * HEIGHT);
    for (let i = 0; i < this.texture.length; i++) {
      const [x, y] = [i % WORLD_WIDTH, Math.floor(i / WORLD_WIDTH)];
      let value = mean;
      for (const { fx, fy, phase, height } of waves) value += height * Math.sin(fx * x + fy * y + phase);
      this.texture[i] = value;
    }
    const cast = randomFrom(people + 1000);
    this.discs = Array.from({ length: 2 }, () => ({
      x: 20 + 88 * cast(),
      y: 25 + 25 * cast(),
      radius: 14 + 10 * cast(),
      luma: cast() < 0.5 ? 30 + 30 * cast() : 190 + 40 * cast(),
      u: 60 + 136 * cast(),
      v: 60 + 136 * cast(),
      sway: 1 + 2 * cast(),
    }));
  }

  /** The picture at frame `t` of the scene. */
  draw(t: number, { panX = 0, zoom = 1, light = 0 }: View = {}): Yuv420Picture {
    const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2);
    const [half, lumaSize] = [WIDTH / 2, WIDTH * HEIGHT];
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const [wx, wy] = [(x - half) / zoom + half + panX, (y - HEIGHT / 2) / zoom + HEIGHT / 2];
        const disc = this.discAt(wx, wy, t);
        data[y * WIDTH + x] = clamp((disc?.luma ?? this.textureAt(wx, wy)) + light);
        if (x % 2 === 0 && y % 2 === 0) {
          const chroma = lumaSize + (y / 2) * half + x / 2;
          data[chroma] = disc?.u ?? this.tint.u;
          data[chroma + lumaSize / 4] = disc?.v ?? this.tint.v;
        }
      }
    }
    return { format: 'yuv420p', width: WIDTH, height: HEIGHT, data };
  }

  /** `count` frames; the view may change with the frame. */
  shoot(count: number, view: (t: number) => View = () => ({}), from = 0): Yuv420Picture[] {
    return Array.from({ length: count }, (_, t) => this.draw(from + t, view(t)));
  }

  private discAt(x: number, y: number, t: number): Disc | undefined {
    return this.discs.find(
      (disc) =>
        (x - disc.x - disc.sway * 2 * Math.sin(t / 6)) ** 2 +
          (y - disc.y - disc.sway * Math.cos(t / 5)) ** 2 <
        disc.radius ** 2,
    );
  }

  private textureAt(x: number, y: number): number {
    const column = ((Math.round(x) % WORLD_WIDTH) + WORLD_WIDTH) % WORLD_WIDTH;
    const row = Math.min(HEIGHT - 1, Math.max(0, Math.round(y)));
    return this.texture[row * WORLD_WIDTH + column] ?? 0;
  }
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** One grey all over. */
export function blankPicture(luma: number): Yuv420Picture {
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128).fill(luma, 0, WIDTH * HEIGHT);
  return { format: 'yuv420p', width: WIDTH, height: HEIGHT, data };
}

/** `share` of `b` over `a`. */
export function mixPictures(a: Yuv420Picture, b: Yuv420Picture, share: number): Yuv420Picture {
  return { ...a, data: a.data.map((value, i) => clamp(value + share * ((b.data[i] ?? 0) - value))) };
}

/** Dissolves picture by picture from `a` to `b`, which are equally long; none of either is left at its own. */
export function dissolve(a: readonly Yuv420Picture[], b: readonly Yuv420Picture[]): Yuv420Picture[] {
  return a.map((picture, i) => mixPictures(picture, b[i] ?? picture, (i + 1) / (a.length + 1)));
}

/** Film grain: every value off by up to `amount`, differently in each frame. */
export function grain(pictures: readonly Yuv420Picture[], amount: number): Yuv420Picture[] {
  const random = randomFrom(amount);
  return pictures.map((picture) => ({
    ...picture,
    data: picture.data.map((value) => clamp(value + (random() * 2 - 1) * amount)),
  }));
}

/** A dark wing, as high as the picture, whose front edge is at `x`. */
export function coverWithWing(picture: Yuv420Picture, x: number): Yuv420Picture {
  const data = picture.data.slice();
  for (let row = 0; row < HEIGHT; row++) {
    const edge = Math.round(x - Math.abs(row - HEIGHT / 2));
    const [from, end] = [Math.max(0, edge - 90), Math.max(0, Math.min(WIDTH, edge))];
    if (from < end) data.fill(30, row * WIDTH + from, row * WIDTH + end);
  }
  return { ...picture, data };
}

/** A card with lines of words on one colour; the words depend on the seed. */
export function textCard(seed: number, paper = 40, ink = 225): Yuv420Picture {
  const card = blankPicture(paper);
  const random = randomFrom(seed);
  for (let line = 14; line < HEIGHT - 14; line += 12) {
    for (let x = 12 + Math.floor(20 * random()); x < WIDTH - 24; x += 8) {
      const end = x + 6 + Math.floor(14 * random());
      for (let row = line; row < line + 6; row++) card.data.fill(ink, row * WIDTH + x, row * WIDTH + end);
      x = end;
    }
  }
  return card;
}
