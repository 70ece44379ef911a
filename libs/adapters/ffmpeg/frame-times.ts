/**
 * Reads what the `metadata=print` filter writes, `frame:0    pts:512     pts_time:0.04`, as one entry per frame: its ticks,
 * or undefined for a frame without a time (`pts:NOPTS`).
 */
export class FrameTimesParser {
  private rest = '';

  push(chunk: string): (number | undefined)[] {
    const text = this.rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    this.rest = text.slice(end);
    const times: (number | undefined)[] = [];
    for (const match of text.slice(0, end).matchAll(/^frame:\d+ +pts:(-?\d+|\S+)/gm)) {
      const ticks = Number(match[1]);
      times.push(Number.isSafeInteger(ticks) ? ticks : undefined);
    }
    return times;
  }
}
