/** Sets are painted flat and without outlines, so that what lives stands out from what does not. */

export interface SetDesign {
  /** World units; at zoom 1 the camera sees 1280 x 720 of them. The paint reaches 200 units past every edge. */
  readonly width: number;
  readonly paint: () => string;
}

/** Numbers that look random and are always the same. */
export function scatter(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A vertical gradient over a rectangle, as bands: cheaper to draw than a gradient, and right for a flat look. */
export function bands(
  area: { x: number; y: number; width: number; height: number },
  from: string,
  to: string,
  count = 8,
): string {
  const step = area.height / count;
  return Array.from({ length: count }, (_, i) => {
    const colour = mix(from, to, i / (count - 1));
    return `<rect x="${area.x}" y="${(area.y + i * step).toFixed(1)}" width="${area.width}" height="${(step + 1).toFixed(1)}" fill="${colour}"/>`;
  }).join('');
}

function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, i: number): number => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  return (
    '#' +
    [0, 1, 2]
      .map((i) =>
        Math.round(channel(from, i) * (1 - share) + channel(to, i) * share)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}
