// The demo: draws Castline's own cartoon, analyses it as a user would, and holds the result against its exact truth.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { scoreTimeline } from '#domain/evaluation/score-timeline.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { printTimelineScore } from '#pipeline/evaluate-film/print-scores.js';
import { checkPilot } from './check-pilot.js';
import { makePilot, PILOT_FOLDER } from './pilot/make-pilot.js';
import type { PilotTruth } from './pilot/truth.js';

const OUT = '.castline/demo';
const HOME = '.castline/home';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function drawingProgress(): (fraction: number) => void {
  let last = -1;
  return (fraction) => {
    const tenths = Math.floor(fraction * 10);
    if (tenths !== last && fraction < 1) process.stderr.write(`drawing the pilot: ${tenths * 10} %\n`);
    last = tenths;
  };
}

/** As a shell wants it. */
function quoted(argument: string): string {
  return /^[\w./-]+$/.test(argument) ? argument : `"${argument}"`;
}

/** Runs the command line that is shown, so that what is seen here can be typed. */
async function castline(...args: string[]): Promise<void> {
  say(`\n$ npx castline ${args.map(quoted).join(' ')}\n`);
  const child = spawn(process.execPath, ['bin/castline.mjs', ...args], { stdio: 'inherit' });
  const code = await new Promise<number>((done, fail) =>
    child.on('error', fail).on('close', (status) => done(status ?? 1)),
  );
  if (code !== 0) throw new Error(`castline ended with ${code}`);
}

const controller = new AbortController();
process.on('SIGINT', () => controller.abort());

const pilot = await makePilot({
  folder: PILOT_FOLDER,
  onProgress: drawingProgress(),
  signal: controller.signal,
});
const path = (file: string): string => relative(process.cwd(), file);
await castline(
  'analyze',
  path(pilot.episode),
  '--cast',
  path(pilot.castFolder),
  '--out',
  OUT,
  '--home',
  HOME,
  '--clip',
  'odi AND NOT edda',
);

const timeline = JSON.parse(await readFile(resolve(OUT, 'timeline.json'), 'utf8')) as Timeline;
const truth = JSON.parse(await readFile(pilot.truth, 'utf8')) as PilotTruth;
say(
  `\n${printTimelineScore('against the exact truth of every second', scoreTimeline(timeline, truth), { isDiscovered: false })}\n`,
);
const checks = checkPilot(timeline, truth);
for (const { what, found, holds, isGoal } of checks)
  say(`${holds ? 'ok' : isGoal ? 'goal not reached' : 'FAILED'}: ${what}: ${found}`);
say(`\nOpen ${resolve(OUT, 'report.html')} in a browser to see who is on screen when.`);
if (checks.some(({ holds, isGoal }) => !holds && !isGoal)) process.exitCode = 1;
