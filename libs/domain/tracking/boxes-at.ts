import type { Box } from '../box/box.js';
import type { Track } from './track.js';

/** Where a track's face and head are in a frame: as sighted, in between moved evenly; undefined outside of the track. */
export function boxesAt(
  { start, end, sightings }: Pick<Track, 'start' | 'end' | 'sightings'>,
  frame: number,
): { readonly face: Box; readonly head: Box } | undefined {
  if (frame < start || frame >= end || sightings.length === 0) return undefined;
  const next = sightings.findIndex((sighting) => sighting.frame >= frame);
  const after = sightings[next < 0 ? sightings.length - 1 : next]!;
  const before = sightings[next < 0 ? sightings.length - 1 : Math.max(0, next - 1)]!;
  const gap = after.frame - before.frame;
  const share = gap > 0 ? Math.min(1, Math.max(0, (frame - before.frame) / gap)) : 0;
  return { face: between(before.face, after.face, share), head: between(before.head, after.head, share) };
}

function between(a: Box, b: Box, share: number): Box {
  const mix = (from: number, to: number): number => from + (to - from) * share;
  return { x1: mix(a.x1, b.x1), y1: mix(a.y1, b.y1), x2: mix(a.x2, b.x2), y2: mix(a.y2, b.y2) };
}
