/** Mean milliseconds of a step that is done so often, one after the other. */
export async function millisecondsOf(times: number, step: (index: number) => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < times; index += 1) await step(index);
  return (performance.now() - startedAt) / times;
}
