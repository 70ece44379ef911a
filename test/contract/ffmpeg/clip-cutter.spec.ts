import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { H264_WITH_B_FRAMES, VideoWorkshop, type CodedVideo } from '../../fixtures/videos/coded-video.js';
import { clipCutter, counting, readAll, withCode } from './ffmpeg-ports.js';
import { openFilm, planned, type Film } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

async function film(name: string, video: CodedVideo): Promise<Film> {
  const path = workshop.make(name, video);
  return openFilm(path);
}

interface Streams {
  readonly streams: readonly {
    codec_type: string;
    codec_name: string;
    duration: string;
    start_time: string;
    channels?: number;
  }[];
}

function streamsOf(path: string): Streams['streams'] {
  const args = ['-v', 'error', '-show_streams', '-of', 'json', path];
  return (JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout) as Streams).streams;
}

/** Loudness of the clip's sound between two times, in dB (silence is below -80). */
function loudness(path: string, start: number, seconds: number): number {
  const filter = `atrim=start=${start}:duration=${seconds},volumedetect`;
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-i', path, '-af', filter, '-vn', '-f', 'null', '-'], {
    encoding: 'utf8',
  });
  return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? '-99');
}

describe('FfmpegClipCutter', () => {
  const films: Record<string, CodedVideo> = {
    'film.mp4': { frames: 250, soundSeconds: 10 },
    'film.ts': { frames: 250, soundSeconds: 10 },
    'silent.mkv': { frames: 250 },
    'raw.h264': { frames: 250 },
    'open.mp4': {
      frames: 250,
      options: [
        '-c:v',
        'libx264',
        '-bf',
        '3',
        '-g',
        '50',
        '-x264-params',
        'open-gop=1',
        '-pix_fmt',
        'yuv420p',
      ],
    },
  };
  for (const [name, video] of Object.entries(films)) {
    it(`cuts exactly the planned frames from ${name}, from 0 on, with the sound of the same span`, async () => {
      const source = await film(name, video);
      for (const [start, end] of [
        [0, 1],
        [0, 30],
        [77, 101],
        [101, 250],
      ] as const) {
        const target = workshop.path(`clip-${start}.mp4`);
        const { frames, sizeInBytes } = await clipCutter.cut(planned(source, start, end), target);
        assert.equal(frames, end - start);
        assert.equal(sizeInBytes, statSync(target).size);
        const clip = await readAll(target);
        assert.deepEqual(
          clip.frames.map(({ code }) => code),
          counting(start, end),
        );
        assert.equal(clip.frames[0]?.ticks, 0);
        const sound = streamsOf(target).find(({ codec_type }) => codec_type === 'audio');
        assert.equal(sound !== undefined, video.soundSeconds !== undefined);
        if (sound)
          assert.ok(
            Math.abs(Number(sound.duration) - (end - start) / 25) < 0.03,
            `${sound.duration} s of sound`,
          );
      }
    });
  }

  it('keeps the spacing of a variable frame rate', async () => {
    const source = await film('uneven.mkv', {
      frames: 120,
      options: [
        ...[
          '-vf',
          "settb=1/1000,setpts='N*40+mod(N*7\\,13)'",
          '-fps_mode',
          'passthrough',
          '-enc_time_base',
          '1:1000',
        ],
        ...H264_WITH_B_FRAMES,
      ],
    });
    const target = workshop.path('uneven-clip.mp4');
    await clipCutter.cut(planned(source, 50, 70), target);
    const clip = await readAll(target);
    const first = source.frames[50]?.ticks ?? 0;
    assert.deepEqual(
      clip.frames.map(({ code }) => code),
      counting(50, 70),
    );
    assert.deepEqual(
      clip.frames.map(({ ticks }) =>
        Math.round((ticks * 1000 * clip.facts.timeBase.num) / clip.facts.timeBase.den),
      ),
      source.frames.slice(50, 70).map(({ ticks }) => ticks - first),
    );
  });

  it('turns, stretches and crops to an upright even picture', async () => {
    const odd = workshop.make('odd.mp4', {
      frames: 30,
      width: 321,
      height: 241,
      options: ['-c:v', 'libx264', '-pix_fmt', 'yuv444p'],
    });
    const source = await openFilm(workshop.turn(odd, 'odd-turned.mp4'), 'top');
    const target = workshop.path('odd-clip.mp4');
    await clipCutter.cut(planned(source, 5, 25), target);
    const clip = await readAll(target, { bars: 'top' });
    assert.deepEqual([clip.facts.width, clip.facts.height, clip.facts.rotation], [240, 320, 0]);
    assert.deepEqual(
      clip.frames.map(({ code }) => code),
      counting(5, 25),
    );
  });

  it('fills sound that begins late or stops early with silence, so that it never drifts', async () => {
    const pictures = workshop.make('pictures.mp4', { frames: 150 });
    const path = workshop.path('late-sound.mkv');
    workshop.ffmpeg([
      '-i',
      pictures,
      '-itsoffset',
      '2',
      '-f',
      'lavfi',
      '-i',
      'sine=duration=2',
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'copy',
      path,
    ]);
    const source = await openFilm(path);
    const late = workshop.path('late.mp4');
    await clipCutter.cut(planned(source, 25, 75), late);
    assert.ok(loudness(late, 0, 0.9) < -60, 'silent before the sound begins');
    assert.ok(loudness(late, 1.1, 0.8) > -30, 'sounding after');
    const early = workshop.path('early.mp4');
    await clipCutter.cut(planned(source, 75, 150), early);
    assert.ok(loudness(early, 0, 0.9) > -30);
    assert.ok(loudness(early, 1.1, 1.8) < -60);
    const none = workshop.path('none.mp4');
    await clipCutter.cut(planned(source, 0, 25), none);
    assert.equal((await readAll(none)).frames.length, 25);
    for (const clip of [late, early]) {
      const durations = streamsOf(clip).map(({ duration }) => Number(duration));
      assert.ok(Math.abs((durations[0] ?? 0) - (durations[1] ?? 9)) < 0.05, durations.join());
    }
  });

  it('mixes 5.1 sound down to stereo', async () => {
    const pictures = workshop.make('pictures.mp4', { frames: 50 });
    const path = workshop.path('surround.mp4');
    workshop.ffmpeg([
      ...['-i', pictures, '-f', 'lavfi', '-i', 'anoisesrc=d=2:a=0.1', '-map', '0', '-map', '1'],
      ...['-af', 'pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0', '-c:v', 'copy', path],
    ]);
    const target = workshop.path('stereo.mp4');
    await clipCutter.cut(planned(await openFilm(path), 10, 40), target);
    assert.equal(streamsOf(target).find(({ codec_type }) => codec_type === 'audio')?.channels, 2);
  });

  it('cuts by number where times repeat themselves', async () => {
    const one = workshop.make('one.ts', { frames: 75 });
    const path = workshop.path('joined.ts');
    const { readFileSync } = await import('node:fs');
    workshop.write('joined.ts', Buffer.concat([readFileSync(one), readFileSync(one)]));
    const source = await openFilm(path);
    const target = workshop.path('joined-clip.mp4');
    await clipCutter.cut(planned(source, 100, 120), target);
    const clip = await readAll(target);
    assert.deepEqual(
      clip.frames.map(({ code }) => code),
      source.frames.slice(100, 120).map(({ code }) => code),
    );
  });
});

describe('FfmpegClipCutter, failures leave nothing behind', () => {
  it('never hands out a clip of another length', async () => {
    const source = await film('short.mp4', { frames: 50 });
    const folder = workshop.path('wrong');
    mkdirSync(folder);
    const wrong = { ...planned(source, 10, 40), frames: 31 };
    const { startFrame: _, ...withoutNumber } = wrong;
    await assert.rejects(clipCutter.cut(withoutNumber, join(folder, 'clip.mp4')), withCode('CLIP.NOT_EXACT'));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is cancelled at once', async () => {
    const source = await film('long.mp4', {
      frames: 1500,
      options: ['-c:v', 'libx264', '-preset', 'ultrafast'],
    });
    const folder = workshop.path('cancelled');
    mkdirSync(folder);
    const controller = new AbortController();
    const cutting = clipCutter.cut(planned(source, 0, 1500), join(folder, 'clip.mp4'), controller.signal);
    setTimeout(() => controller.abort(), 150);
    await assert.rejects(cutting, withCode('RUN.CANCELLED'));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says that the disk is full', async (test) => {
    const disk = workshop.path('disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status !== 0) {
      test.skip('needs the right to mount a small tmpfs');
      return;
    }
    try {
      const noise = workshop.path('noise.mp4');
      workshop.ffmpeg([
        '-f',
        'lavfi',
        '-i',
        'nullsrc=s=320x240:d=2,geq=random(1)*255:128:128',
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        noise,
      ]);
      const source = await openFilm(noise);
      await assert.rejects(
        clipCutter.cut(planned(source, 0, 50), join(disk, 'clip.mp4')),
        withCode('DISK.FULL'),
      );
      assert.deepEqual(readdirSync(disk), []);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });
});
