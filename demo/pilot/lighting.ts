/** Night: a blue light over the whole picture, with warm pools round lamps and windows. Integer arithmetic only. */
import { LAMP, MOON, WINDOWS } from './sets/lane.js';
import { FILM } from './shot-list.js';
import { neckHeight } from './characters/body.js';
import { toPixel, type Stage } from './staging.js';

interface Pool {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly strength: number;
  readonly colour: readonly [number, number, number];
}

const AMBIENT = [104, 124, 190] as const;
const WARM = [255, 226, 168] as const;
const COOL = [236, 238, 255] as const;
/** The light is worked out for blocks of this many pixels: it changes slowly. */
const BLOCK = 4;

function poolsOf(stage: Stage): Pool[] {
  const { camera } = stage;
  const pool = (at: {
    x: number;
    y: number;
    radius: number;
    strength: number;
    colour: Pool['colour'];
  }): Pool => {
    const [x, y] = toPixel(camera, at.x, at.y);
    return { ...at, x, y, radius: at.radius * camera.zoom };
  };
  const lanterns = stage.items.flatMap((item) =>
    item.kind === 'actor' && item.look.pose === 'lamp'
      ? [
          pool({
            x: item.x + item.look.turn.side * 50 * item.scale,
            y: item.y - neckHeight(item.look.design) * 0.7 * item.scale,
            radius: 330 * item.scale,
            strength: 1.1,
            colour: WARM,
          }),
        ]
      : [],
  );
  return [
    pool({ ...LAMP, y: LAMP.y + 10, radius: 120, strength: 1.2, colour: WARM }),
    pool({ x: LAMP.x + 30, y: LAMP.y + 250, radius: 480, strength: 0.9, colour: WARM }),
    pool({ ...MOON, radius: MOON.radius * 2.4, strength: 1.3, colour: COOL }),
    ...WINDOWS.map((window) => pool({ ...window, radius: 100, strength: 1.1, colour: WARM })),
    ...lanterns,
  ];
}

/** Multipliers 0..255 per channel, one triple per block. */
function lightMap(stage: Stage): Uint8Array {
  const pools = poolsOf(stage);
  const across = FILM.width / BLOCK;
  const map = new Uint8Array(across * (FILM.height / BLOCK) * 3);
  for (let block = 0; block < map.length / 3; block++) {
    const x = (block % across) * BLOCK + BLOCK / 2;
    const y = Math.floor(block / across) * BLOCK + BLOCK / 2;
    const light: [number, number, number] = [...AMBIENT];
    for (const pool of pools) {
      const d = ((x - pool.x) ** 2 + (y - pool.y) ** 2) / pool.radius ** 2;
      if (d >= 1) continue;
      const share = Math.min(1, pool.strength * (1 - d) ** 2);
      for (let c = 0; c < 3; c++)
        light[c] = (light[c] ?? 0) + ((pool.colour[c] ?? 0) - (light[c] ?? 0)) * share;
    }
    map.set(light.map(Math.round), block * 3);
  }
  return map;
}

/** Lays the stage's light over an RGB picture, in place. */
export function light(stage: Stage, picture: Buffer): void {
  if (stage.lighting === 'day') return;
  const map = lightMap(stage);
  const across = FILM.width / BLOCK;
  for (let y = 0, at = 0; y < FILM.height; y++) {
    const row = Math.floor(y / BLOCK) * across;
    for (let x = 0; x < FILM.width; x++) {
      const block = (row + Math.floor(x / BLOCK)) * 3;
      for (let c = 0; c < 3; c++, at++) picture[at] = ((picture[at] ?? 0) * (map[block + c] ?? 0) + 127) >> 8;
    }
  }
}
