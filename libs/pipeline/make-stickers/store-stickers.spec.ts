import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WorkKind, WorkOf } from '#domain/works/work.js';
import type { KeepWorks, WorkMaking } from '../keep-works/keep-works.js';
import { TurnTaking } from '../turn-taking.js';
import type { StickerDraft } from './make-stickers.js';
import { StoreStickers, type StoreStickersRequest } from './store-stickers.js';

/** Stickers that are found and encoded within a moment, with a record of who had a turn when. */
class Bench {
  readonly made: string[] = [];
  readonly closed: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;

  store(
    name: string,
    count: number,
    turns: TurnTaking,
    signal = new AbortController().signal,
  ): Promise<unknown> {
    const run = (): AsyncGenerator<StickerDraft> => this.drafts(name, count);
    const request = { episode: { id: 'ep-1' }, timelineVersion: 1, signal } as StoreStickersRequest;
    return new StoreStickers({ run }, this.kept(name), turns).run(request);
  }

  private kept(name: string): Pick<KeepWorks, 'run'> {
    return {
      run: async <Kind extends WorkKind>({ kind, fileName }: WorkMaking<Kind>) => {
        await this.work();
        this.made.push(name);
        return { kind, fileName } as unknown as WorkOf<Kind>;
      },
    };
  }

  private async *drafts(name: string, count: number): AsyncGenerator<StickerDraft> {
    try {
      for (let number = 0; number < count; number++) {
        await this.work();
        yield {
          about: { fileName: `${name}-${number}` },
          identity: [name, number],
        } as unknown as StickerDraft;
      }
    } finally {
      this.closed.push(name);
    }
  }

  private async work(): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce--;
  }
}

describe('stickers for several askers', () => {
  it('are made in turn, one at a time', async () => {
    const [bench, turns] = [new Bench(), new TurnTaking()];
    const many = bench.store('many', 100, turns);
    await bench.store('few', 2, turns);
    assert.deepEqual(bench.made.slice(0, 4), ['many', 'few', 'many', 'few']);
    assert.ok(bench.made.length <= 5, `${bench.made.length} were made until two were ready`);
    await many;
    assert.deepEqual([bench.made.length, bench.mostAtOnce], [102, 1]);
  });

  it('are no longer looked for once the job is cancelled', async () => {
    const [bench, turns, controller] = [new Bench(), new TurnTaking(), new AbortController()];
    const storing = bench.store('many', 100, turns, controller.signal);
    while (bench.made.length < 3) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await assert.rejects(storing, { code: 'RUN.CANCELLED' });
    assert.ok(bench.made.length <= 4);
    assert.deepEqual(bench.closed, ['many']);
  });
});
