// Speed and memory of `castline analyze`, as ratios to ffmpeg's bare decode of the same file in the same run.
//   npm run bench -- FILE [--cast FOLDER] [--runs 3]      speed: wall time, ratio, per stage, peak memory
//   npm run bench -- memory FILE [--minutes 1,10,60]      peak memory for looped copies of FILE of these lengths
//   npm run bench -- cut FILE [--seconds 60] [--start S]  a clip mostly copied against the same one encoded in full
//                    [--smartcut PROGRAM]                 and against the program of that name (from Python's registry)
//   npm run bench -- models                                detector and embedder on one thread
//   npm run bench -- scaling [--speed 12] [--jobs 100000] [--mongodb URL]    queues, casts and media as they grow
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CATALOGUE_FILE } from '#adapters/sqlite/open-catalogue.js';
import { benchCut } from './bench-cut.js';
import { benchModels } from './bench-models.js';
import { benchScaling } from './scaling/bench-scaling.js';
import { measureProcess, type Measured } from './measure-process.js';
import { stageSeconds } from './stage-seconds.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cast: { type: 'string' },
    runs: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
    start: { type: 'string' },
    smartcut: { type: 'string' },
    minutes: { type: 'string', default: '1,10,60' },
    speed: { type: 'string', default: '12' },
    jobs: { type: 'string', default: '100000' },
    mongodb: { type: 'string' },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'castline-bench-'));
try {
  if (positionals[0] === 'memory') await benchMemory(requireFile(positionals[1]));
  else if (positionals[0] === 'cut')
    await benchCut({
      file: requireFile(positionals[1]),
      seconds: Number(values.seconds),
      startSeconds: values.start === undefined ? undefined : Number(values.start),
      runs: Number(values.runs),
      smartcut: values.smartcut,
      scratch,
    });
  else if (positionals[0] === 'models') await benchModels();
  else if (positionals[0] === 'scaling')
    await benchScaling({
      scratch,
      mongodb: values.mongodb,
      jobs: Number(values.jobs),
      speed: Number(values.speed),
    });
  else await benchSpeed(requireFile(positionals[0]));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function requireFile(file: string | undefined): string {
  if (file) return file;
  console.error(
    'usage: npm run bench -- models | scaling | [memory|cut] FILE [--cast FOLDER] [--runs 3] [--minutes 1,10,60] [--seconds 60] [--smartcut PROGRAM]',
  );
  process.exit(2);
}

async function analyze(file: string, run: string): Promise<Measured> {
  const cast = values.cast ? ['--cast', values.cast] : [];
  const folders = ['--home', join(scratch, `home-${run}`), '--out', join(scratch, `out-${run}`)];
  const measured = await measureProcess(process.execPath, [
    'bin/castline.mjs',
    'analyze',
    file,
    '--json',
    ...cast,
    ...folders,
  ]);
  if (measured.exitCode !== 0)
    throw new Error(`castline analyze ended with ${measured.exitCode}: ${measured.lines.at(-1)?.text ?? ''}`);
  return measured;
}

async function benchSpeed(file: string): Promise<void> {
  const ratios: number[] = [];
  let last: Measured | undefined;
  for (let run = 1; run <= Number(values.runs); run++) {
    // the two in turn, so that a machine whose speed drifts treats them alike
    const bare = await measureProcess('ffmpeg', [
      '-nostdin',
      '-v',
      'error',
      '-i',
      file,
      '-an',
      '-f',
      'null',
      '-',
    ]);
    last = await analyze(file, String(run));
    ratios.push(last.wallSeconds / bare.wallSeconds);
    console.log(
      `run ${run}: bare decode ${bare.wallSeconds.toFixed(1)} s, castline ${last.wallSeconds.toFixed(1)} s, ` +
        `ratio ${ratios.at(-1)!.toFixed(2)}, peak memory ${megabytes(last.peakBytes)} MB`,
    );
  }
  const sorted = ratios.sort((a, b) => a - b);
  console.log(
    `\nratio to bare decode, median of ${sorted.length}: ${sorted[Math.floor(sorted.length / 2)]!.toFixed(2)}\n`,
  );
  console.log('stage       seconds');
  for (const { stage, seconds } of stageSeconds(last!))
    console.log(`${stage.padEnd(10)} ${seconds.toFixed(1).padStart(8)}`);
  const catalogue = statSync(join(scratch, `home-${values.runs}`, CATALOGUE_FILE)).size;
  console.log(`\ncatalogue, pictures and embeddings of the tracks included: ${megabytes(catalogue)} MB`);
}

async function benchMemory(file: string): Promise<void> {
  console.log('minutes  peak memory (castline and ffmpeg together)');
  for (const minutes of values.minutes.split(',').map(Number)) {
    const looped = join(scratch, `${minutes}min.mkv`);
    const loop = [
      '-nostdin',
      '-v',
      'error',
      '-stream_loop',
      '-1',
      '-i',
      file,
      '-t',
      String(minutes * 60),
      '-map',
      '0:v',
      '-c',
      'copy',
      looped,
    ];
    const made = spawnSync('ffmpeg', loop, { stdio: 'inherit' });
    if (made.status !== 0) throw new Error('ffmpeg could not loop the file');
    const { peakBytes } = await analyze(looped, `${minutes}min`);
    rmSync(looped);
    console.log(`${String(minutes).padStart(7)}  ${megabytes(peakBytes)} MB`);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
