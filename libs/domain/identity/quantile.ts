/** Linear between neighbours, `share` 0..1; NaN for nothing. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = Float64Array.from(values).sort();
  if (ordered.length === 0) return NaN;
  const position = share * (ordered.length - 1);
  const below = Math.floor(position);
  const low = ordered[below]!;
  return low + (ordered[Math.ceil(position)]! - low) * (position - below);
}
