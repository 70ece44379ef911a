import type { ScoredTimeline } from './score-timeline.js';
import type { TimelineTruth } from './truth.js';

/** Why a name is missing at a second, or wrong. */
export const CAUSES = [
  /** The label itself: at a cut, or marked as one that people argue about. */
  'label doubtful',
  /** The detector finds no face there. */
  'missed face',
  /** The detector finds it when asked, but was not run near enough for a track to reach the second. */
  'sampling',
  /** The detector finds it when asked and was run there, yet no track covers the second. */
  'broken track',
  /** A track shows it and bears another's name. */
  'wrong identity',
  /** A track shows it and bears no name. */
  'unnamed though seen',
  /** A name is said where nobody is missed. */
  'nobody there',
] as const;
type Cause = (typeof CAUSES)[number];

export interface WrongFor<Why extends string> {
  readonly second: number;
  /** Who is missed; for `nobody there` whose name is said. */
  readonly character: string;
  readonly cause: Why;
  /** The name that was given instead, or why there is none. */
  readonly detail: string | null;
}

export type TimelineError = WrongFor<Cause>;

/** A track as the budget sees it. */
export interface BudgetTrack {
  readonly startMs: number;
  readonly endMs: number;
  /** Null for a track that got no name of the cast. */
  readonly name: string | null;
  /** Why it has none, for people. */
  readonly note: string | null;
  /** Whom the labelled boxes show it to be, where they do. */
  readonly shows?: string | undefined;
}

export interface BudgetInput {
  /** The timeline with the cast's names. */
  readonly timeline: ScoredTimeline;
  readonly truth: TimelineTruth;
  readonly tracks: readonly BudgetTrack[];
  /** True where the label of this character is doubtful. */
  readonly isDoubtful: (second: number, character: string) => boolean;
  /** Where shots begin. */
  readonly cutsMs?: readonly number[];
  /** Faces that the detector finds in a second's frame; absent where nobody has looked. */
  readonly facesFound?: ReadonlyMap<number, number>;
  /** Seconds far from any frame in which faces were looked for; none when absent. */
  readonly unsampled?: ReadonlySet<number>;
}

/** Half a dissolve: so far an appearance may reach over its shot's border. */
const BESIDE_MS = 500;

/** As in score-timeline.ts: a second is judged at its first frame. */
const JUDGED_MS = 50;

/** Every wrong second of a named timeline with its likeliest cause. */
export function explainErrors(input: BudgetInput): TimelineError[] {
  const { truth, timeline } = input;
  const [first, end] = truth.range ?? [0, Math.max(...Object.keys(truth.seconds).map(Number)) + 1];
  const errors: TimelineError[] = [];
  for (let second = first; second < end; second++) {
    const codes = truth.seconds[String(second)] ?? {};
    const said = timeline.characters
      .filter(({ instances }) => instances.some((range) => covers(range.start.ms, range.end.ms, second)))
      .map(({ name }) => name);
    const missed = truth.characters.filter((name) => codes[name] === 'f' && !said.includes(name));
    const wrong = truth.characters.filter((name) => !codes[name] && said.includes(name));
    if (missed.length + wrong.length > 0) errors.push(...explainSecond({ second, missed, wrong }, input));
  }
  return errors;
}

interface WrongSecond {
  readonly second: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

function explainSecond({ second, missed, wrong }: WrongSecond, input: BudgetInput): TimelineError[] {
  const tracks = input.tracks.filter(({ startMs, endMs }) => covers(startMs, endMs, second));
  const spare = tracks.filter(({ name }) => name === null || wrong.includes(name));
  const unseen = {
    left: (input.facesFound?.get(second) ?? 0) - tracks.length,
    cause: input.unsampled?.has(second) ? ('sampling' as const) : ('broken track' as const),
  };
  // tracks that are known to show somebody are theirs before the others are shared out
  const known = (character: string): number => (spare.some(({ shows }) => shows === character) ? 0 : 1);
  const errors = missed
    .toSorted((a, b) => known(a) - known(b))
    .map((character) => ({
      second,
      character,
      ...(input.isDoubtful(second, character)
        ? ({ cause: 'label doubtful', detail: null } as const)
        : causeOf(takeTrackFor(character, spare), unseen)),
    }));
  const explained = new Set(errors.map(({ detail }) => detail));
  const ghosts = wrong
    .filter((name) => !explained.has(name))
    .map((character) => ({
      second,
      character,
      cause: input.isDoubtful(second, character) ? ('label doubtful' as const) : ('nobody there' as const),
      detail: isBesideCut(second, input.cutsMs) ? 'beside a cut' : null,
    }));
  return [...errors, ...ghosts];
}

function isBesideCut(second: number, cutsMs: readonly number[] = []): boolean {
  return cutsMs.some((cut) => Math.abs(cut - second * 1000) <= BESIDE_MS);
}

function causeOf(
  track: BudgetTrack | undefined,
  unseen: { left: number; readonly cause: Cause },
): { cause: Cause; detail: string | null } {
  if (track === undefined) {
    return { cause: unseen.left-- > 0 ? unseen.cause : 'missed face', detail: null };
  }
  return track.name === null
    ? { cause: 'unnamed though seen', detail: track.note }
    : { cause: 'wrong identity', detail: track.name };
}

/** The track that the labels say is theirs, else one that nobody is known to own: those with a wrong name first. */
function takeTrackFor(character: string, spare: BudgetTrack[]): BudgetTrack | undefined {
  const free = spare.filter(({ shows }) => shows === undefined);
  const track =
    spare.find(({ shows }) => shows === character) ?? free.find(({ name }) => name !== null) ?? free[0];
  if (track !== undefined) spare.splice(spare.indexOf(track), 1);
  return track;
}

function covers(startMs: number, endMs: number, second: number): boolean {
  return startMs < second * 1000 + JUDGED_MS && endMs > second * 1000;
}

/** Seconds by cause, in the order of `causes`. */
export function countCauses<Why extends string>(
  errors: readonly WrongFor<Why>[],
  causes: readonly Why[],
): Record<Why, number> {
  const countOf = (cause: Why): number => errors.filter((error) => error.cause === cause).length;
  return Object.fromEntries(causes.map((cause) => [cause, countOf(cause)])) as Record<Why, number>;
}

/** One error that lasts: `[from, until)` in seconds. */
export interface ErrorStretch extends Omit<WrongFor<string>, 'second'> {
  readonly from: number;
  readonly until: number;
}

/** Errors that go on from second to second as one; the longest first. */
export function worstStretches(errors: readonly WrongFor<string>[]): ErrorStretch[] {
  const open = new Map<string, ErrorStretch>();
  const stretches: ErrorStretch[] = [];
  for (const { second, ...error } of errors.toSorted((a, b) => a.second - b.second)) {
    const key = JSON.stringify([error.character, error.cause, error.detail]);
    const going = open.get(key);
    if (going?.until === second) open.set(key, { ...going, until: second + 1 });
    else {
      if (going) stretches.push(going);
      open.set(key, { ...error, from: second, until: second + 1 });
    }
  }
  return [...stretches, ...open.values()].sort(
    (a, b) => b.until - b.from - (a.until - a.from) || a.from - b.from,
  );
}
