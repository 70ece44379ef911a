import type { ScanBatch } from '../episode/scan.js';
import type { Joint, ScannedStretch, StretchPlan } from '../episode/stretch.js';

/** The end of the film, as the stretch that came there saw it. */
export type FilmEnd = NonNullable<ScannedStretch['end']['filmEnd']>;

/**
 * Whether the stretches of a plan, all scanned, are one film: where the shots of one end those of the next begin, at the
 * same frame, time and picture. As the first stretch counts frames from the film's own beginning, and every later one
 * agrees with the one before it on a frame's number, all numbers are those of one pass.
 * @returns the film's end, or why they do not fit together, for people
 */
export function joinStretches(plan: StretchPlan, scanned: readonly ScannedStretch[]): FilmEnd | string {
  const ends = new Map(scanned.map(({ index, end }) => [index, end]));
  let expected: Joint | null = null;
  let filmEnd: FilmEnd | null = null;
  for (const { index, start, end: limit } of plan.stretches) {
    const end = ends.get(index);
    if (!end) return `stretch ${index} was not scanned`;
    if (end.flaw !== null) return `stretch ${index}: ${end.flaw}`;
    if (!end.first) continue;
    const isFitting = index === 0 ? end.first.frame === 0 : expected !== null && areSame(expected, end.first);
    if (!isFitting || end.first.frame < start || (limit !== null && end.first.frame >= limit)) {
      return `stretch ${index} begins with frame ${end.first.frame}, not where the shots before it end`;
    }
    expected = end.next;
    filmEnd = end.filmEnd;
  }
  if (expected) return `no stretch goes on at frame ${expected.frame}`;
  return filmEnd ?? 'no stretch came to the end of the film';
}

function areSame(a: Joint, b: Joint): boolean {
  return a.frame === b.frame && a.timestamp.ticks === b.timestamp.ticks && a.picture === b.picture;
}

/** A stretch's batch, whose shots count from 0 at the stretch's first, as a part of the whole scan. */
export function renumberShots(batch: ScanBatch, firstShot: number): ScanBatch {
  const ids = new Map(
    batch.tracks.map(({ id, shotIndex }) => [id, id.replace(`t${shotIndex}-`, `t${shotIndex + firstShot}-`)]),
  );
  const idOf = (id: string): string => ids.get(id) ?? id;
  return {
    ...batch,
    shots: batch.shots.map((shot) => ({ ...shot, index: shot.index + firstShot })),
    tracks: batch.tracks.map((track) => ({
      ...track,
      id: idOf(track.id),
      shotIndex: track.shotIndex + firstShot,
    })),
    crops: batch.crops.map((crop) => ({ ...crop, trackId: idOf(crop.trackId) })),
  };
}

/** What of a batch is not saved yet; undefined when all of it is. */
export function withoutSavedShots(batch: ScanBatch, savedShots: number): ScanBatch | undefined {
  const shots = batch.shots.filter(({ index }) => index >= savedShots);
  const [first] = shots;
  if (!first) return undefined;
  const tracks = batch.tracks.filter(({ shotIndex }) => shotIndex >= savedShots);
  const ids = new Set(tracks.map(({ id }) => id));
  const skipped = first.frames.start - batch.shots[0]!.frames.start;
  return {
    ...batch,
    shots,
    tracks,
    crops: batch.crops.filter(({ trackId }) => ids.has(trackId)),
    ticks: batch.ticks.slice(skipped),
  };
}
