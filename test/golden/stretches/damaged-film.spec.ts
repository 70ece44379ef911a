import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readyPilot } from '../../fixtures/pilot.js';
import { NobodyRecognizer } from '../../factories/nobody-recognizer.js';
import { StretchBench } from '../../fixtures/stretches/stretch-bench.js';

const folder = mkdtempSync(join(tmpdir(), 'castline-damaged-'));
after(() => rmSync(folder, { recursive: true }));

/** The pilot with a little junk in its middle: its packets can be counted, not all of them be decoded. */
async function makeDamaged(): Promise<string> {
  const { episode } = await readyPilot();
  const bytes = readFileSync(episode);
  const path = join(folder, 'damaged.mp4');
  const middle = Math.floor(bytes.length * 0.5);
  for (let at = middle; at < middle + 60_000; at += 9001) bytes.fill(0xa5, at, at + 12);
  writeFileSync(path, bytes);
  return path;
}

describe('stretches of a damaged film', () => {
  it('are given up for one scan of the whole, which says what one pass says of the damage', async () => {
    const path = await makeDamaged();
    const one = await StretchBench.open(path, new NobodyRecognizer());
    const expected = await one.scanInOnePass();
    await one.close();
    assert.match(expected.warnings.join(), /damaged in places/);

    const bench = await StretchBench.open(path, new NobodyRecognizer());
    const plan = await bench.split(20);
    assert.ok(plan.stretches.length > 2);
    for (const { index } of plan.stretches) await bench.scanStretch(plan, index);
    assert.equal(await bench.merge(plan), undefined);
    const whole = await bench.catalogue.stretches.findPlan(expected.episodeId, expected.key);
    assert.match(whole?.undivided ?? '', /damaged in places/);
    assert.equal(whole?.stretches.length, 1);
    await bench.scanStretch(whole, 0);
    assert.deepEqual(await bench.merge(whole), expected);
    await bench.close();
  });
});
