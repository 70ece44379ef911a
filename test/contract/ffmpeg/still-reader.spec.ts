import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { VideoWorkshop, readCode } from '../../fixtures/videos/coded-video.js';
import { readAll, stillReader, videoProbe, withCode } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

describe('FfmpegStillReader', () => {
  for (const file of ['still.mp4', 'still.ts', 'still.mkv']) {
    it(`reads exactly the frame of a time from ${file}, at full size`, async () => {
      const path = workshop.make(file, { frames: 200 });
      const { facts, frames } = await readAll(path);
      for (const at of [0, 1, 77, 150, 199]) {
        const ticks = frames[at]?.ticks ?? -1;
        const still = await stillReader.readStill(path, facts, { ticks, timeBase: facts.timeBase });
        assert.deepEqual([still.format, still.width, still.height], ['rgb24', 320, 240]);
        assert.equal(still.data.length, 320 * 240 * 3);
        assert.equal(readCode(still), at);
      }
    });
  }

  it('reads the frame on screen at a time between two frames, before the first and after the last', async () => {
    const path = workshop.path('still.mp4');
    const facts = await videoProbe.probe(path);
    const shown = async (ticks: number): Promise<number> =>
      readCode(await stillReader.readStill(path, facts, { ticks, timeBase: facts.timeBase }));
    assert.equal(await shown(100 * 512 + 511), 100);
    assert.equal(await shown(-5), 0);
    assert.equal(await shown(200 * 512 + 600), 199);
  });

  it('keeps odd sizes and turns the picture upright', async () => {
    const odd = workshop.make('odd.mp4', {
      frames: 3,
      width: 321,
      height: 241,
      options: ['-c:v', 'libx264', '-pix_fmt', 'yuv444p'],
    });
    const path = workshop.turn(odd, 'turned.mp4');
    const facts = await videoProbe.probe(path);
    const still = await stillReader.readStill(path, facts, { ticks: 0, timeBase: facts.timeBase });
    assert.deepEqual([still.width, still.height, still.data.length], [241, 321, 321 * 241 * 3]);
  });

  it('fails clearly where there is no picture', async () => {
    const facts = await videoProbe.probe(workshop.path('still.mp4'));
    const text = workshop.write('text.mp4', 'no film at all');
    const reading = stillReader.readStill(text, facts, { ticks: 0, timeBase: facts.timeBase });
    await assert.rejects(reading, withCode('MEDIA.NO_FRAMES'));
  });
});
