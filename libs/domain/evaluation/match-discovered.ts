/** Predicted characters tried for each true one; more make no better match and cost time. */
const CANDIDATES = 8;

/**
 * Matches unnamed characters to true ones, one to one, for the most seconds in common. Of equally good matches it takes the
 * first in the order of trying none, then candidates by falling overlap: two runs, and two scorers, decide alike.
 *
 * @param overlap seconds in common, by true character, then by predicted one
 * @returns for every true character the index of the predicted one, or -1
 */
export function matchDiscovered(overlap: readonly (readonly number[])[]): number[] {
  const reachable = [...overlap, []].map(() => 0);
  for (let i = overlap.length - 1; i >= 0; i--)
    reachable[i] = reachable[i + 1]! + Math.max(0, ...overlap[i]!);
  let best = { total: -1, pick: [] as number[] };
  const used = new Set<number>();
  const search = (i: number, total: number, pick: readonly number[]): void => {
    if (total + reachable[i]! <= best.total) return;
    if (i === overlap.length) {
      best = { total, pick: [...pick] };
      return;
    }
    search(i + 1, total, [...pick, -1]);
    for (const j of candidatesOf(overlap[i]!, used)) {
      used.add(j);
      search(i + 1, total + overlap[i]![j]!, [...pick, j]);
      used.delete(j);
    }
  };
  search(0, 0, []);
  return best.pick;
}

function candidatesOf(overlap: readonly number[], used: ReadonlySet<number>): number[] {
  return overlap
    .map((seconds, j) => ({ seconds, j }))
    .filter(({ seconds, j }) => seconds > 0 && !used.has(j))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, CANDIDATES)
    .map(({ j }) => j);
}
