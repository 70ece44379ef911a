import type { ExaminedFrame } from './examined-frame.js';

/** Cut-outs kept while a shot is open; beyond that the least promising are dropped (a static hour must not fill memory). */
const MAX_CROPS = 600;

/** The samples of the shots that are not decided yet, in order. */
export class OpenSamples {
  private pending: { readonly frame: number; readonly examined: Promise<ExaminedFrame> }[] = [];
  private crops = 0;

  add(frame: number, examined: Promise<ExaminedFrame>): void {
    this.pending.push({ frame, examined });
    void examined.then(
      (result) => this.countCrops(result),
      () => undefined,
    );
  }

  /** Takes out the samples before `frame`, waiting for those still being examined. */
  async takeBefore(frame: number): Promise<ExaminedFrame[]> {
    const taken = this.pending.filter((sample) => sample.frame < frame);
    this.pending = this.pending.filter((sample) => sample.frame >= frame);
    const results = await Promise.all(taken.map((sample) => sample.examined));
    for (const { crops } of results) this.crops -= crops.filter(Boolean).length;
    return results;
  }

  private countCrops(result: ExaminedFrame): void {
    if (this.crops >= MAX_CROPS) result.crops.fill(undefined);
    else this.crops += result.crops.filter(Boolean).length;
  }
}
