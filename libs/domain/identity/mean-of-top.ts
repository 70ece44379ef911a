/** Mean of the largest values, of fewer where there are fewer; -1 for none. */
export function meanOfTop(values: readonly number[], count: number): number {
  const top: number[] = [];
  for (const value of values) {
    if (top.length === count && value <= top[count - 1]!) continue;
    const at = top.findIndex((other) => value > other);
    top.splice(at < 0 ? top.length : at, 0, value);
    if (top.length > count) top.pop();
  }
  return top.length === 0 ? -1 : top.reduce((sum, value) => sum + value, 0) / top.length;
}
