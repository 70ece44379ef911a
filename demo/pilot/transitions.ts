/** Which shots a frame shows, and how strongly: cuts, dissolves, fades through black, flashes. Pure. */
import type { TimedShot } from './staging.js';

export interface Layer {
  readonly shot: TimedShot;
  /** Counts from the shot's first frame; negative, or past its end, under a transition. */
  readonly frame: number;
  readonly weight: number;
}

export interface Mix {
  /** One or two layers; what their weights lack to 1 is black. */
  readonly layers: readonly Layer[];
  readonly white: boolean;
}

/** Half before and half after the shot's first frame: [from, end). */
export function openingRange(shot: TimedShot): readonly [from: number, end: number] {
  const { opening } = shot.script;
  if (!opening || opening.kind === 'cut') return [shot.first, shot.first];
  return [shot.first - opening.frames / 2, shot.first + opening.frames / 2];
}

export function mixAt(shots: readonly TimedShot[], frame: number): Mix {
  const shot = shots.find(({ first, end }) => frame >= first && frame < end);
  if (!shot)
    throw new RangeError(`the film has ${shots.at(-1)?.end ?? 0} frames; there is no frame ${frame}`);
  const flash = shot.script.flash;
  const local = frame - shot.first;
  const white = flash !== undefined && local >= flash.at && local < flash.at + flash.frames;
  const changing = [shot, shots[shot.index + 1]].find((candidate) => {
    if (!candidate) return false;
    const [from, end] = openingRange(candidate);
    return frame >= from && frame < end;
  });
  const layer = (of: TimedShot, weight: number): Layer => ({ shot: of, frame: frame - of.first, weight });
  const before = changing && shots[changing.index - 1];
  if (!changing || !before) return { layers: [layer(shot, 1)], white };
  const [from, end] = openingRange(changing);
  const share = (frame - from + 0.5) / (end - from);
  if (changing.script.opening?.kind === 'dissolve')
    return { layers: [layer(before, 1 - share), layer(changing, share)], white };
  return { layers: [share < 0.5 ? layer(before, 1 - 2 * share) : layer(changing, 2 * share - 1)], white };
}
