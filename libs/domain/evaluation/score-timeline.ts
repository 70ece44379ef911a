import { matchDiscovered } from './match-discovered.js';
import type { TimelineTruth } from './truth.js';

/** The part of a timeline that is scored. */
export interface ScoredTimeline {
  readonly characters: readonly {
    readonly name: string;
    readonly instances: readonly {
      readonly start: { readonly ms: number };
      readonly end: { readonly ms: number };
    }[];
  }[];
}

export interface Tally {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  /** Of `fp`: seconds in which somebody else was there. */
  readonly wrongName: number;
}

/** Seconds right, wrong and missed; ratios are null where there is nothing to divide. */
interface CharacterScore extends Tally {
  readonly character: string;
  /** The predicted character it was matched with. */
  readonly as: string | null;
  readonly trueSeconds: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface TimelineScore {
  readonly rows: readonly CharacterScore[];
  readonly summary: {
    readonly microF1: number | null;
    readonly microPrecision: number | null;
    readonly microRecall: number | null;
    /** Mean over characters present for two seconds or more. */
    readonly macroF1: number | null;
    readonly wrongNameSeconds: number;
    /** Characters predicted and true that are there for two seconds or more. */
    readonly predictedCharacters: number;
    readonly trueCharacters: number;
  };
}

/** A second is judged at its first frame: an instance must meet `[t, t + 50 ms)`. */
const JUDGED_MS = 50;
const COUNTING_SECONDS = 2;

/**
 * Scores who is on screen at the labelled seconds. With `discovered` names do not count: predicted characters are first
 * matched to true ones, for the most seconds in common.
 */
export function scoreTimeline(
  timeline: ScoredTimeline,
  truth: TimelineTruth,
  { discovered = false }: { readonly discovered?: boolean } = {},
): TimelineScore {
  const seconds = judgedSeconds(truth);
  const predicted = new Map(
    timeline.characters.map((character) => [
      character.name,
      seconds.filter((second) => isPresent(character, second)),
    ]),
  );
  const matches = discovered ? discover(predicted, truth) : truth.characters;
  const rows = truth.characters.map((character, i) => {
    const name = matches[i];
    const said = name === undefined ? [] : (predicted.get(name) ?? []);
    return scoreOf({ character, as: name ?? null, tally: tallySeconds(said, character, truth) });
  });
  return { rows, summary: summarize(rows, [...predicted.values()]) };
}

function judgedSeconds(truth: TimelineTruth): number[] {
  const [first, end] = truth.range ?? [0, Math.max(...Object.keys(truth.seconds).map(Number)) + 1];
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

function isPresent({ instances }: ScoredTimeline['characters'][number], second: number): boolean {
  return instances.some(({ start, end }) => start.ms < second * 1000 + JUDGED_MS && end.ms > second * 1000);
}

function discover(
  predicted: ReadonlyMap<string, readonly number[]>,
  truth: TimelineTruth,
): (string | undefined)[] {
  const names = [...predicted.keys()];
  const overlap = truth.characters.map((character) =>
    names.map((name) => tallySeconds(predicted.get(name)!, character, truth).tp),
  );
  return matchDiscovered(overlap).map((match) => names[match]);
}

function tallySeconds(said: readonly number[], character: string, truth: TimelineTruth): Tally {
  const codeAt = (second: number, name: string): string | undefined => truth.seconds[String(second)]?.[name];
  const saidSeconds = new Set(said);
  const present = judgedSeconds(truth).filter((second) => codeAt(second, character) === 'f');
  const wrong = said.filter((second) => !codeAt(second, character));
  const tp = present.filter((second) => saidSeconds.has(second)).length;
  return {
    tp,
    fp: wrong.length,
    fn: present.length - tp,
    wrongName: wrong.filter((second) =>
      truth.characters.some((name) => name !== character && codeAt(second, name)),
    ).length,
  };
}

function scoreOf({
  character,
  as,
  tally,
}: {
  character: string;
  as: string | null;
  tally: Tally;
}): CharacterScore {
  const { tp, fp, fn } = tally;
  return {
    character,
    as,
    trueSeconds: tp + fn,
    ...tally,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
  };
}

function summarize(
  rows: readonly CharacterScore[],
  predicted: readonly (readonly number[])[],
): TimelineScore['summary'] {
  const scored = rows.filter(({ trueSeconds }) => trueSeconds >= COUNTING_SECONDS);
  const sum = (key: keyof Tally): number => rows.reduce((total, row) => total + row[key], 0);
  const [tp, fp, fn] = [sum('tp'), sum('fp'), sum('fn')];
  return {
    microF1: ratio(2 * tp, 2 * tp + fp + fn),
    microPrecision: ratio(tp, tp + fp),
    microRecall: ratio(tp, tp + fn),
    macroF1: ratio(
      scored.reduce((total, { f1 }) => total + (f1 ?? 0), 0),
      scored.length,
    ),
    wrongNameSeconds: sum('wrongName'),
    predictedCharacters: predicted.filter((seconds) => seconds.length >= COUNTING_SECONDS).length,
    trueCharacters: scored.length,
  };
}

/** Of the seconds in which somebody is named so many belong to another; null where nobody is. */
export function wrongNameRate(rows: readonly Tally[]): number | null {
  const sum = (key: keyof Tally): number => rows.reduce((total, row) => total + row[key], 0);
  return ratio(sum('wrongName'), sum('tp') + sum('fp'));
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
