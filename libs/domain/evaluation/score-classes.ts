import { bootstrapInterval, type Interval } from './bootstrap.js';

export interface Classified {
  readonly truth: string;
  /** Null where no answer was given, which is never right. */
  readonly said: string | null;
}

interface ClassScore {
  readonly name: string;
  readonly items: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface ClassificationScore extends ConfusionScore {
  /** 95 %, items being drawn again; of `macroF1` over the classes that occur in each sample. */
  readonly intervals: { readonly accuracy: Interval | null; readonly macroF1: Interval | null };
}

interface ConfusionScore {
  readonly items: number;
  /** Items without an answer. */
  readonly unanswered: number;
  /** Null for no items. */
  readonly accuracy: number | null;
  /** Mean recall, and mean F1, over the classes that occur in the truth. */
  readonly balancedAccuracy: number | null;
  readonly macroF1: number | null;
  readonly classes: readonly ClassScore[];
  /** `confusion[truth][said]`, in the order of `classes`; the last column is "no answer". */
  readonly confusion: readonly (readonly number[])[];
}

/** Scores answers among `names`; other answers count as wrong. */
export function scoreClasses(items: readonly Classified[], names: readonly string[]): ClassificationScore {
  const placeOf = new Map(names.map((name, i) => [name, i]));
  const scoreOf = (sample: readonly Classified[]): ConfusionScore =>
    scoreConfusion(confusionOf(sample, placeOf), names);
  return {
    ...scoreOf(items),
    intervals: {
      accuracy: bootstrapInterval(items, (sample) => scoreOf(sample).accuracy),
      macroF1: bootstrapInterval(items, (sample) => scoreOf(sample).macroF1),
    },
  };
}

function confusionOf(items: readonly Classified[], placeOf: ReadonlyMap<string, number>): number[][] {
  const confusion = [...placeOf].map(() => [...placeOf, undefined].map(() => 0));
  for (const { truth, said } of items) {
    const row = confusion[placeOf.get(truth) ?? -1];
    if (row) row[placeOf.get(said ?? '') ?? placeOf.size]!++;
  }
  return confusion;
}

function scoreConfusion(confusion: readonly (readonly number[])[], names: readonly string[]): ConfusionScore {
  const classes = names.map((name, i) => classScore(name, i, confusion));
  const occurring = classes.filter((entry) => entry.items > 0);
  const total = occurring.reduce((sum, entry) => sum + entry.items, 0);
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  const mean = (values: readonly number[]): number | null =>
    ratio(
      values.reduce((sum, value) => sum + value, 0),
      values.length,
    );
  return {
    items: total,
    unanswered: confusion.reduce((sum, row) => sum + row.at(-1)!, 0),
    accuracy: ratio(right, total),
    balancedAccuracy: mean(occurring.map(({ recall }) => recall ?? 0)),
    macroF1: mean(occurring.map(({ f1 }) => f1 ?? 0)),
    classes,
    confusion,
  };
}

function classScore(name: string, i: number, confusion: readonly (readonly number[])[]): ClassScore {
  const items = confusion[i]!.reduce((sum, count) => sum + count, 0);
  const said = confusion.reduce((sum, row) => sum + row[i]!, 0);
  const right = confusion[i]![i]!;
  return {
    name,
    items,
    precision: ratio(right, said),
    recall: ratio(right, items),
    f1: ratio(2 * right, items + said),
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
