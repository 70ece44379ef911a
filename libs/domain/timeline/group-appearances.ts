import type { TrackIdentity } from '../identity/assignment.js';
import type { FrameRange } from '../time/frame-range.js';
import type { Track } from '../tracking/track.js';

/** A track with the character it is taken for. */
export interface IdentifiedTrack {
  readonly track: Track;
  readonly identity: TrackIdentity;
}

/** Frames in which one character is on screen without a break, and the tracks that say so. */
export interface Appearance extends FrameRange {
  readonly form: string | null;
  readonly members: readonly IdentifiedTrack[];
}

/**
 * Joins one character's tracks to appearances. Inside a shot gaps of up to `mergeGap` frames close (a turned head, a hand
 * before the face); across a cut only ranges that touch are joined, and only in the same form, so that a change of
 * outfit is a new appearance.
 */
export function groupAppearances(tracks: readonly IdentifiedTrack[], mergeGap: number): Appearance[] {
  const ordered = [...tracks].sort((a, b) => a.track.start - b.track.start || a.track.end - b.track.end);
  const inShots = ordered.reduce<Appearance[]>((done, next) => {
    const last = done.at(-1);
    const isSameShot = last?.members.at(-1)!.track.shotIndex === next.track.shotIndex;
    if (last && isSameShot && next.track.start <= last.end + mergeGap) {
      done[done.length - 1] = appearanceOf([...last.members, next]);
    } else done.push(appearanceOf([next]));
    return done;
  }, []);
  return inShots.reduce<Appearance[]>((done, next) => {
    const last = done.at(-1);
    if (last && next.start <= last.end && isSameForm(last.form, next.form)) {
      done[done.length - 1] = appearanceOf([...last.members, ...next.members]);
    } else done.push(next);
    return done;
  }, []);
}

function isSameForm(a: string | null, b: string | null): boolean {
  return a === b || a === null || b === null;
}

function appearanceOf(members: readonly IdentifiedTrack[]): Appearance {
  return {
    start: Math.min(...members.map(({ track }) => track.start)),
    end: Math.max(...members.map(({ track }) => track.end)),
    form: usualForm(members),
    members,
  };
}

/** The form worn for the most frames; null only where no track has one. */
function usualForm(members: readonly IdentifiedTrack[]): string | null {
  const frames = new Map<string, number>();
  for (const { track, identity } of members) {
    if (identity.form !== null) {
      frames.set(identity.form, (frames.get(identity.form) ?? 0) + track.end - track.start);
    }
  }
  return [...frames].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null;
}
