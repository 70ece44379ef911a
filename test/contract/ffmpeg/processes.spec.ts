import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { FfmpegFrameReader } from '#adapters/ffmpeg/ffmpeg-frame-reader.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { frameReader, readAll, toolchain, videoProbe, withCode } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

/** Processes whose command line names a path of this test file. */
function running(part: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(part) && /ffmpeg|ffprobe/.test(line) && !/node|ps -eo/.test(line));
}

async function untilNoneRuns(part: string): Promise<void> {
  for (let tries = 0; tries < 100 && running(part).length > 0; tries++) await pause(50);
  assert.deepEqual(running(part), []);
}

describe('ffmpeg processes', () => {
  it('end when the reader leaves the loop, and wait while it works', async () => {
    const path = workshop.make('left.mp4', {
      frames: 1500,
      options: ['-c:v', 'libx264', '-preset', 'ultrafast'],
    });
    const facts = await videoProbe.probe(path);
    for await (const frame of frameReader.read({ path, facts, longSide: 320 })) {
      if (frame.index < 100) continue;
      await pause(200);
      assert.equal(running(path).length, 1, 'the decoder waits for its reader');
      break;
    }
    assert.deepEqual(running(path), []);
  });

  it('end when the reading is aborted, also between two frames', async () => {
    const path = workshop.path('left.mp4');
    const facts = await videoProbe.probe(path);
    const controller = new AbortController();
    const reading = frameReader.read({ path, facts, longSide: 320 }, controller.signal);
    await reading.next();
    controller.abort();
    await assert.rejects(reading.next(), withCode('RUN.CANCELLED'));
    assert.deepEqual(running(path), []);
    await assert.rejects(
      frameReader.read({ path, facts, longSide: 320 }, controller.signal).next(),
      withCode('RUN.CANCELLED'),
    );
  });

  it('leave with this process even when it is killed', async () => {
    const path = workshop.make('orphan.mp4', {
      frames: 500,
      options: ['-c:v', 'libx264', '-preset', 'ultrafast'],
    });
    // A decoder that nobody reads from and that never ends by itself.
    const program = `
      const { startConfined } = await import('#adapters/ffmpeg/confined-process.js');
      const { child } = startConfined('ffmpeg', ['-v', 'error', '-re', '-stream_loop', '-1', '-i', ${JSON.stringify(path)}, '-f', 'null', '-']);
      console.log(child.pid);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    assert.equal(running(path).length, 1);
    parent.kill('SIGKILL');
    await untilNoneRuns(path);
  });

  it('are ended when they give no sign of life', async () => {
    const path = workshop.path('left.mp4');
    const facts = await videoProbe.probe(path);
    const real = await toolchain.require();
    const script = workshop.write(
      'ffmpeg',
      `#!/bin/sh\ncase "$*" in *-map*) exec sleep 600;; *) exec ${real.ffmpeg.path} "$@";; esac\n`,
    );
    chmodSync(script, 0o755);
    const reader = new FfmpegFrameReader(new FfmpegToolchain({ ffmpeg: script }), { stallAfterMs: 300 });
    await assert.rejects(reader.read({ path, facts, longSide: 64 }).next(), withCode('FFMPEG.STALLED'));
  });

  it('that crash are reported as such, with what was read before kept', async () => {
    const path = workshop.path('left.mp4');
    const facts = await videoProbe.probe(path);
    const reading = frameReader.read({ path, facts, longSide: 320 });
    await reading.next();
    const pid = Number(running(path)[0]?.trim().split(' ')[0]);
    process.kill(pid, 'SIGSEGV');
    await assert.rejects(async () => {
      while (!(await reading.next()).done);
    }, withCode('FFMPEG.CRASHED'));
  });

  it('work on one file at the same time', async () => {
    const path = workshop.path('left.mp4');
    const [one, other] = await Promise.all([readAll(path), readAll(path)]);
    assert.equal(one.frames.length, 1500);
    assert.deepEqual(one.summary, other.summary);
  });
});
