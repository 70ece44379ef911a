import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Scan } from '#domain/episode/scan.js';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { Frame } from '#domain/picture/frame.js';
import { FrameReader, type FrameReadRequest, type ReadingSummary } from '#ports/frame-reader.port.js';
import { readyPilot } from '../../fixtures/pilot.js';
import { MemoizingRecognizer } from '../../factories/memoizing-recognizer.js';
import { openRecognizer, toolbox } from '../../fixtures/stretches/stretch-tools.js';
import { shuffled, StretchBench } from '../../fixtures/stretches/stretch-bench.js';

const folder = mkdtempSync(join(tmpdir(), 'castline-stretch-films-'));
const recognizer = new MemoizingRecognizer(openRecognizer());
let pilot = '';

before(async () => {
  pilot = (await readyPilot()).episode;
});
after(async () => {
  await recognizer.close();
  rmSync(folder, { recursive: true });
});

/** The pilot again, smaller and coded in another way. */
function recode(name: string, filters: string, options: readonly string[]): string {
  const path = join(folder, name);
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-i',
    pilot,
    '-an',
    '-vf',
    `scale=480:-2${filters}`,
    ...options,
    path,
  ];
  const { status, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return path;
}

const OPEN_GOP = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-bf',
  '3',
  '-x264-params',
  'open-gop=1:keyint=60:min-keyint=40',
];
/** Frames come 20 to 83 ms after each other, one in seven is left out. */
const UNEVEN = ",select='mod(n\\,7)',settb=1/1000,setpts='PTS+mod(N*7\\,23)'";

interface Film {
  readonly make: () => string;
  /** Lengths of stretches to try, in seconds. */
  readonly lengths: readonly number[];
}

const films: Record<string, Film> = {
  'the pilot': { make: () => pilot, lengths: [6, 11, 20] },
  'an open GOP in a transport stream': { make: () => recode('open.ts', '', OPEN_GOP), lengths: [9] },
  'a variable frame rate and an open GOP': {
    make: () =>
      recode('uneven.mkv', UNEVEN, ['-fps_mode', 'passthrough', '-enc_time_base', '1:1000', ...OPEN_GOP]),
    lengths: [8, 15],
  },
};

describe('an episode that is scanned by stretches', () => {
  for (const [name, { make, lengths }] of Object.entries(films)) {
    describe(name, () => {
      let path = '';
      let whole: Scan;
      let crops: (Uint8Array | undefined)[] = [];
      let examined: ReadonlySet<string>;

      before(async () => {
        path = make();
        recognizer.asked.clear();
        const bench = await StretchBench.open(path, recognizer);
        whole = await bench.scanInOnePass();
        crops = await cropsOf(bench, whole);
        examined = new Set(recognizer.asked);
        await bench.close();
      });

      it('has something to compare', () => {
        assert.ok(whole.shots.length > 10, `${whole.shots.length} shots`);
        assert.ok(whole.tracks.length > 15, `${whole.tracks.length} tracks`);
      });

      for (const seconds of lengths) {
        it(`is what one pass makes of it, in stretches of ${seconds} s that come in any order, some twice`, async () => {
          const bench = await StretchBench.open(path, recognizer);
          recognizer.asked.clear();
          const plan = await bench.split(seconds);
          assert.ok(plan.stretches.length >= 40 / seconds, `${plan.stretches.length} stretches`);
          const indices = plan.stretches.map(({ index }) => index);
          const order = shuffled([...indices, ...indices.slice(0, 2)], seededRandom(seconds));
          for (const index of order) await bench.scanStretch(plan, index);
          const merged = await bench.merge(plan);
          const kept = await bench.catalogue.stretches.findPlan(whole.episodeId, whole.key);
          assert.equal(kept?.undivided, undefined);
          assert.deepEqual(merged, whole);
          assert.deepEqual(await cropsOf(bench, whole), crops);
          // no picture more than one pass looks at, and none less
          assert.deepEqual(recognizer.asked, examined);
          await bench.close();
        });
      }
    });
  }
});

describe('a stretch whose analyzer died', () => {
  it('is gone on with by another, which examines nothing that is saved, and is what one pass makes of it', async () => {
    const other = await StretchBench.open(pilot, recognizer);
    const whole = await other.scanInOnePass();
    await other.close();
    const bench = await StretchBench.open(pilot, recognizer);
    const plan = await bench.split(30);
    const breaking = new BreakingReader(plan.stretches[1]!.start - 40);
    recognizer.asked.clear();
    await assert.rejects(bench.scanStretch(plan, 0, breaking), { code: 'TEST.DIED' });
    const place = { episodeId: whole.episodeId, scanKey: whole.key, planId: plan.id, stretch: 0 };
    const saved = await bench.catalogue.stretches.readBatch(place, 0);
    assert.ok(saved, 'a batch was saved');
    assert.equal(await bench.catalogue.stretches.readBatch(place, 1), undefined);
    const before = recognizer.asked.size;
    recognizer.asked.clear();
    await bench.scanStretch(plan, 0);
    assert.ok(
      recognizer.asked.size > 5 && recognizer.asked.size < before / 2,
      `${recognizer.asked.size} of ${before}`,
    );
    for (const { index } of plan.stretches.slice(1)) await bench.scanStretch(plan, index);
    assert.deepEqual(await bench.merge(plan), whole);
    await bench.close();
  });
});

/** Reads up to a frame, and no further. */
class BreakingReader extends FrameReader {
  constructor(private readonly lastFrame: number) {
    super();
  }

  override async *read(request: FrameReadRequest): AsyncGenerator<Frame, ReadingSummary, void> {
    for await (const frame of toolbox.frames.read(request)) {
      if (frame.index === this.lastFrame)
        throw new CastlineError('transient', 'TEST.DIED', 'the analyzer died');
      yield frame;
    }
    throw new Error(`the film has no frame ${this.lastFrame}`);
  }
}

async function cropsOf(bench: StretchBench, scan: Scan): Promise<(Uint8Array | undefined)[]> {
  return Promise.all(scan.tracks.map(({ id }) => bench.catalogue.scans.findCrop(scan.episodeId, id)));
}
