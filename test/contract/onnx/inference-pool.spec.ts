import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EngineModels } from '#adapters/onnx/face-engine.js';
import { InferencePool } from '#adapters/onnx/inference-pool.js';
import type { WorkerAnswer } from '#adapters/onnx/worker-messages.js';
import {
  detectorManifest,
  embedderManifest,
  meanColourEmbedder,
  redSquareDetector,
  writeModelFolder,
} from '../../factories/stand-in-models.js';

const program = (name: string): URL => new URL(`../../fixtures/programs/${name}.js`, import.meta.url);
const NO_MODELS = {} as EngineModels;

describe('InferencePool', () => {
  let pool: InferencePool;
  afterEach(() => pool.close());

  async function start(size: number): Promise<void> {
    pool = new InferencePool(NO_MODELS, size, program('mortal-worker'));
    await pool.start();
  }
  const examine = (width: number): Promise<WorkerAnswer> =>
    pool.run({
      kind: 'examine',
      picture: { format: 'rgb24', width, height: 1, data: new Uint8Array(3 * width) },
      options: { scaleX: 1, scaleY: 1 },
    });

  for (const [end, width] of [
    ['an error', 1],
    ['an exit', 2],
  ] as const) {
    it(`loses one picture, and none that waits, when a worker dies by ${end}`, async () => {
      await start(1);
      const outcomes = await Promise.allSettled([10, width, 11, width, 12].map(examine));
      const seen = outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.kind : (outcome.reason as { code: string }).code,
      );
      const crashed = 'INFERENCE.WORKER_CRASHED';
      assert.deepEqual(seen, ['faces', crashed, 'faces', crashed, 'faces']);
    });
  }

  it('hands on what a worker says against a picture, and goes on', async () => {
    await start(2);
    await assert.rejects(examine(3), { kind: 'internal', code: 'TEST.FAULT' });
    assert.deepEqual(await examine(10), { kind: 'faces', faces: [] });
  });

  it('refuses work after it was closed', async () => {
    await start(1);
    await pool.close();
    await assert.rejects(examine(10), { kind: 'cancelled', code: 'INFERENCE.CLOSED' });
  });
});

it('a recogniser that nobody closed does not keep the process alive', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'castline-leave-'));
  try {
    const detector = await writeModelFolder(join(folder, 'd'), detectorManifest, redSquareDetector());
    const embedder = await writeModelFolder(join(folder, 'e'), embedderManifest, meanColourEmbedder());
    const command = [fileURLToPath(program('examine-and-leave')), detector, embedder];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { timeout: 60_000 });
    assert.equal(stdout, '0 faces\n');
    assert.equal(stderr, '');
  } finally {
    await rm(folder, { recursive: true });
  }
});
