import { scoreTimeline } from '#domain/evaluation/score-timeline.js';
import type { Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import type { CharacterName } from './pilot/characters/cast.js';
import type { PilotTruth } from './pilot/truth.js';

/** One thing that must hold, with what was found. */
export interface Check {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
  /** A goal is shown and worked towards; what must hold fails the demo. */
  readonly isGoal: boolean;
}

/** What the demo holds Castline to on the pilot, whose truth is known to the frame. */
export function checkPilot(timeline: Timeline, truth: PilotTruth): Check[] {
  const { rows, summary } = scoreTimeline(timeline, truth);
  const recalled = rows.filter(({ recall }) => (recall ?? 0) >= 0.5).length;
  const wrongShare =
    summary.wrongNameSeconds /
    Math.max(
      1,
      rows.reduce((sum, row) => sum + row.tp + row.fp, 0),
    );
  const cuts = truth.shots.filter(({ transition }) => transition === 'cut');
  const exactCuts = cuts.filter(({ first }) =>
    timeline.shots.some(({ start }) => start.frame === first),
  ).length;
  return [
    check('hard cuts found, exact to the frame', `${exactCuts} of ${cuts.length}`, exactCuts === cuts.length),
    check(
      'the flash is no cut',
      describe(!cutsInside(timeline, truth.flashes)),
      !cutsInside(timeline, truth.flashes),
    ),
    check(
      'dissolves found, each within its own frames',
      `${foundDissolves(timeline, truth)} of ${dissolvesOf(truth).length}`,
      foundDissolves(timeline, truth) === dissolvesOf(truth).length,
    ),
    check(
      'the look-alikes (odi, edda) are told apart where one of them is alone, at least 80 %',
      percent(toldApart(timeline, truth, ['odi', 'edda'])),
      toldApart(timeline, truth, ['odi', 'edda']) >= 0.8,
    ),
    check(
      'the second form (jory in armour) is the same character',
      describe(hasBothForms(timeline, 'jory')),
      hasBothForms(timeline, 'jory'),
    ),
    goal(
      'characters found for half of their time or more',
      `${recalled} of ${rows.length}`,
      recalled === rows.length,
    ),
    check(
      'F1 over all labelled seconds, at least 0.70',
      percent(summary.microF1),
      (summary.microF1 ?? 0) >= LEAST_F1,
    ),
    goal('seconds under a wrong name, at most 5 %', percent(wrongShare), wrongShare <= 0.05),
    goal(
      'nobody is seen where nobody is (ball, clock, moon)',
      `${ghosts(timeline, truth)} ghosts`,
      ghosts(timeline, truth) === 0,
    ),
  ];
}

const check = (what: string, found: string, holds: boolean): Check => ({ what, found, holds, isGoal: false });
const goal = (what: string, found: string, holds: boolean): Check => ({ what, found, holds, isGoal: true });
const LEAST_F1 = 0.7;
const describe = (holds: boolean): string => (holds ? 'yes' : 'no');
const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);

function cutsInside({ shots }: Timeline, ranges: PilotTruth['flashes']): boolean {
  // a false cut at a flash lies on its first frame or on the first one after it
  return shots.some(({ start }) => ranges.some(([from, end]) => start.frame >= from && start.frame <= end));
}

/**
 * Share of the frames with exactly one of two look-alikes in which that one is named and the other is not. Where both are
 * on screen a timeline that takes each for the other is right by chance.
 */
function toldApart(
  { characters }: Timeline,
  { frames, frameCount }: PilotTruth,
  pair: readonly CharacterName[],
): number {
  const seen = (name: CharacterName, frame: number): boolean =>
    frames[name].some(([from, end]) => frame >= from && frame < end);
  const named = (name: string, frame: number): boolean =>
    characters
      .filter((character) => character.name === name)
      .some(({ instances }) => instances.some(({ start, end }) => frame >= start.frame && frame < end.frame));
  const alone = Array.from({ length: frameCount }, (_, frame) => frame).filter(
    (frame) => pair.filter((name) => seen(name, frame)).length === 1,
  );
  const right = alone.filter((frame) => pair.every((name) => seen(name, frame) === named(name, frame)));
  return right.length / Math.max(1, alone.length);
}

function hasBothForms({ characters }: Timeline, name: string): boolean {
  const forms = characters.find((character) => character.name === name)?.instances.map(({ form }) => form);
  return new Set(forms).size > 1;
}

function dissolvesOf({ shots }: PilotTruth): PilotTruth['shots'] {
  return shots.filter(({ transition, change }) => transition === 'dissolve' && change !== undefined);
}

function foundDissolves({ shots }: Timeline, truth: PilotTruth): number {
  return dissolvesOf(truth).filter(({ change: [from, end] = [0, 0] }) =>
    shots.some(({ start }) => start.frame >= from && start.frame < end),
  ).length;
}

/** Appearances in shots that show no character at all. */
function ghosts({ characters }: Timeline, truth: PilotTruth): number {
  const seen = Object.values(truth.frames).flat();
  const empty = truth.shots.filter(
    ({ first, last }) => !seen.some(([from, end]) => from <= last && end > first),
  );
  const isInside = ({ instances }: TimelineCharacter): number =>
    instances.filter(({ start, end }) =>
      empty.some(({ first, last }) => start.frame >= first - 12 && end.frame <= last + 13),
    ).length;
  return characters.reduce((sum, character) => sum + isInside(character), 0);
}
