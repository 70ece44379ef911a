import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from '#domain/picture/frame.js';
import type { Scan } from '#domain/episode/scan.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import { FrameReader, type FrameReadRequest, type ReadingSummary } from '#ports/frame-reader.port.js';
import { readyPilot } from '../../fixtures/pilot.js';
import { NobodyRecognizer } from '../../factories/nobody-recognizer.js';
import { StretchBench } from '../../fixtures/stretches/stretch-bench.js';
import { toolbox } from '../../fixtures/stretches/stretch-tools.js';

/** Knows at which frames readings began. */
class WatchedReader extends FrameReader {
  readonly begun: number[] = [];

  override read(
    request: FrameReadRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<Frame, ReadingSummary, void> {
    this.begun.push(request.from?.frame ?? 0);
    return toolbox.frames.read(request, signal);
  }
}

describe('the lead-in of a stretch', () => {
  let bench: StretchBench;
  let whole: Scan;
  let path = '';

  before(async () => {
    path = (await readyPilot()).episode;
    const other = await StretchBench.open(path, new NobodyRecognizer());
    whole = await other.scanInOnePass();
    await other.close();
    bench = await StretchBench.open(path, new NobodyRecognizer());
  });
  after(() => bench.close());

  async function scanAll(plan: StretchPlan): Promise<{ begun: number[]; merged: Scan | undefined }> {
    const reader = new WatchedReader();
    for (const { index } of plan.stretches) await bench.scanStretch(plan, index, reader);
    return { begun: reader.begun, merged: await bench.merge(plan) };
  }

  it('is as long as it must be where it is planned: every stretch is read once, from there', async () => {
    const plan = await bench.split(10);
    const { begun, merged } = await scanAll(plan);
    assert.deepEqual(
      begun,
      plan.stretches.map(({ readFrom }) => readFrom?.frame ?? 0),
    );
    assert.deepEqual(merged, whole);
  });

  it('is missed where it is left out: all stretches but the first notice it, and are read from further back', async () => {
    await bench.catalogue.episodes.delete(whole.episodeId);
    const plan = await bench.split(10);
    const bare = {
      ...plan,
      id: 'without lead-in',
      stretches: plan.stretches.map((stretch) => ({
        ...stretch,
        readFrom: stretch.readFrom && {
          frame: stretch.start,
          timestamp: { ...stretch.readFrom.timestamp, ticks: whole.ticks[stretch.start]! },
        },
      })),
    };
    await bench.catalogue.stretches.replacePlan(whole.episodeId, whole.key, plan.id, bare);
    const { begun, merged } = await scanAll(bare);
    const starts = bare.stretches.map(({ start }) => start);
    assert.deepEqual(
      begun,
      starts.flatMap((start, index) => (index === 0 ? [0] : [start, starts[index - 1]])),
    );
    assert.deepEqual(merged, whole);
  });
});
