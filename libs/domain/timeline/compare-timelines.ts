import type { FrameRange } from '../time/frame-range.js';
import { countFrames, intersectRanges, subtractRanges, uniteRanges } from './appearance-ranges.js';
import type { Timeline, TimelineCharacter } from './timeline.js';

interface CharacterName {
  readonly id: string;
  readonly name: string;
}

interface CharacterChange extends CharacterName {
  /** Who it was taken for before, where that was somebody else: `Unknown #3`, who is Alice now. */
  readonly formerly: CharacterName | null;
  /** Frames in which it is on screen now and was not before, and the other way round. */
  readonly gainedFrames: number;
  readonly lostFrames: number;
}

export interface TimelineChanges {
  readonly appeared: readonly CharacterName[];
  readonly vanished: readonly CharacterName[];
  readonly changed: readonly CharacterChange[];
}

/** One who vanishes and one who appears in mostly the same frames are taken for one who was renamed. */
const SAME_FROM = 0.5;

interface Seen extends CharacterName {
  readonly known: boolean;
  readonly ranges: readonly FrameRange[];
}

/**
 * What a reader of the earlier version has to know; without one, everybody appeared. The unknown are told apart by where
 * they are seen: their numbers are given anew in every version.
 */
export function compareTimelines(before: Timeline | undefined, after: Timeline): TimelineChanges {
  const earlier = new Map((before?.characters ?? []).map((character) => [character.id, seen(character)]));
  const appeared: CharacterName[] = [];
  const changed: CharacterChange[] = [];
  const newcomers: Seen[] = [];
  const noteChange = (former: Seen, present: Seen): void => {
    const change = changeOf(former, present);
    if (change.formerly || change.gainedFrames > 0 || change.lostFrames > 0) changed.push(change);
  };
  for (const character of after.characters.map(seen)) {
    const same = earlier.get(character.id);
    if (!same?.known || !character.known) newcomers.push(character);
    else {
      earlier.delete(character.id);
      noteChange(same, character);
    }
  }
  for (const newcomer of newcomers) {
    const former = mostAlike(newcomer, [...earlier.values()]);
    if (former) {
      earlier.delete(former.id);
      noteChange(former, newcomer);
    } else appeared.push(nameOf(newcomer));
  }
  return { appeared, vanished: [...earlier.values()].map(nameOf), changed };
}

function seen({ id, name, known, instances }: TimelineCharacter): Seen {
  const ranges = instances.map(({ start, end }) => ({ start: start.frame, end: end.frame }));
  return { id, name, known, ranges };
}

function nameOf({ id, name }: Seen): CharacterName {
  return { id, name };
}

function changeOf(before: Seen, after: Seen): CharacterChange {
  const isRenamed = before.id !== after.id || before.name !== after.name;
  return {
    ...nameOf(after),
    formerly: isRenamed ? nameOf(before) : null,
    gainedFrames: countFrames(subtractRanges(after.ranges, before.ranges)),
    lostFrames: countFrames(subtractRanges(before.ranges, after.ranges)),
  };
}

function mostAlike(one: Seen, others: readonly Seen[]): Seen | undefined {
  let best: { readonly other: Seen; readonly share: number } | undefined;
  for (const other of others) {
    const common = countFrames(intersectRanges(one.ranges, other.ranges));
    const share = common / (countFrames(uniteRanges(one.ranges, other.ranges)) || 1);
    if (share >= SAME_FROM && share > (best?.share ?? 0)) best = { other, share };
  }
  return best?.other;
}
