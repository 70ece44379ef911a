/** Mean palette in steps of 1/255, see `describePalette`. */
type Palette = readonly number[];

/** How far a palette is the one's (1 as its references are, or more) rather than the other's (-1 or less). */
export type PaletteJudge = (palette: Palette) => number;

/** Added to the variance of each colour's share: colours that hardly vary must not decide alone. */
const LEAST_VARIANCE = 0.01;
/** With no difference at all references would be told apart as well as they were in so many cases of a hundred, at most. */
const CHANCE = 0.0625;
/** Mean lead of a reference that was not fitted; much less than 1 says that each picture differs in its own way. */
const LEAST_LEAD = 0.3;

/**
 * Learns in which colours two look-alikes differ, from their references (linear discriminant with a diagonal
 * covariance). Undefined where the references themselves are not told apart when each is judged by the others.
 */
export function judgePalettes(
  ones: readonly Palette[],
  others: readonly Palette[],
): PaletteJudge | undefined {
  if (ones.length < 2 || others.length < 2) return undefined;
  const without = (all: readonly Palette[], i: number): Palette[] => all.filter((_, k) => k !== i);
  const leads = [
    ...ones.map((palette, i) => discriminant(without(ones, i), others)(palette)),
    ...others.map((palette, i) => -discriminant(ones, without(others, i))(palette)),
  ];
  const right = leads.filter((lead) => lead > 0).length;
  const mean = leads.reduce((sum, lead) => sum + lead, 0) / leads.length;
  if (chanceOf(right, leads.length) > CHANCE || mean < LEAST_LEAD) return undefined;
  return discriminant(ones, others);
}

function discriminant(ones: readonly Palette[], others: readonly Palette[]): PaletteJudge {
  const [one, other] = [meanOf(ones), meanOf(others)];
  const within = Math.max(1, ones.length + others.length - 2);
  const weights = one.map((value, k) => {
    const variance = (squaresAbout(value, ones, k) + squaresAbout(other[k]!, others, k)) / within;
    return (value - other[k]!) / (variance + LEAST_VARIANCE);
  });
  const project = (values: readonly number[]): number =>
    weights.reduce((sum, weight, k) => sum + weight * values[k]!, 0);
  const half = (project(one) - project(other)) / 2;
  const middle = (project(one) + project(other)) / 2;
  return (palette) => (half > 0 ? (project(palette.map((value) => value / 255)) - middle) / half : 0);
}

/** As shares of 1. */
const meanOf = (palettes: readonly Palette[]): number[] =>
  palettes[0]!.map((_, k) => palettes.reduce((sum, palette) => sum + palette[k]!, 0) / palettes.length / 255);

const squaresAbout = (mean: number, palettes: readonly Palette[], k: number): number =>
  palettes.reduce((sum, palette) => sum + (palette[k]! / 255 - mean) ** 2, 0);

/** Probability of at least so many heads among so many tosses of a coin. */
function chanceOf(heads: number, tosses: number): number {
  let sum = 0;
  let ways = 1;
  for (let k = 0; k <= tosses; k++) {
    if (k >= heads) sum += ways;
    ways = (ways * (tosses - k)) / (k + 1);
  }
  return sum / 2 ** tosses;
}
