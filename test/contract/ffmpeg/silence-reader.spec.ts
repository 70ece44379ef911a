import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { END_OF_EPISODE, type TimeSpan } from '#domain/time/time-span.js';
import { VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { silenceReader, videoProbe, withCode } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

/** Four seconds of pictures with a tone from 1 to 2 s and from 2.5 to 3 s. */
function film(name: string, filter: string, more: readonly string[] = []): string {
  const path = workshop.path(name);
  workshop.ffmpeg([
    ...['-i', workshop.make('pictures.mp4', { frames: 100 }), '-f', 'lavfi', ...more, '-i', filter],
    ...['-map', '0', '-map', '1', '-c:v', 'copy', path],
  ]);
  return path;
}
const TONES = "aevalsrc='0.5*sin(440*2*PI*t)*(between(t,1,2)+between(t,2.5,3))':d=4:s=48000";

const silencesOf = async (path: string): Promise<TimeSpan[]> =>
  silenceReader.readSilences(path, await videoProbe.probe(path));

/** Within 30 ms: coded sound begins and ends softly. */
function assertNear(found: readonly TimeSpan[], wanted: readonly [number, number][]): void {
  assert.equal(found.length, wanted.length, JSON.stringify(found));
  found.forEach(({ startMs, endMs }, at) => {
    const [start, end] = wanted[at]!;
    assert.ok(Math.abs(startMs - start) <= 30, `${startMs} is near ${start}`);
    assert.ok(endMs === end || Math.abs(endMs - end) <= 30, `${endMs} is near ${end}`);
  });
}

describe('FfmpegSilenceReader', () => {
  const silences: [number, number][] = [
    [0, 1000],
    [2000, 2500],
    [3000, END_OF_EPISODE],
  ];
  for (const name of ['tones.mp4', 'tones.mkv', 'tones.ts'])
    it(`hears where ${name} is silent`, async () =>
      assertNear(await silencesOf(film(name, TONES)), silences));

  it('counts from the pictures on where the container starts late', async () => {
    const late = workshop.path('late.ts');
    workshop.ffmpeg(['-i', film('tones.mp4', TONES), '-c', 'copy', '-output_ts_offset', '7.5', late]);
    assertNear(await silencesOf(late), silences);
  });

  it('takes missing sound for silence, before, behind and altogether', async () => {
    const late = film('late-sound.mkv', 'sine=duration=1', ['-itsoffset', '2']);
    assertNear(await silencesOf(late), [
      [0, 2000],
      [3000, END_OF_EPISODE],
    ]);
    const mute = workshop.make('mute.mp4', { frames: 10 });
    assert.deepEqual(await silencesOf(mute), [{ startMs: 0, endMs: END_OF_EPISODE }]);
  });

  it('hears no silence where there is none', async () => {
    assert.deepEqual(await silencesOf(workshop.make('loud.mp4', { frames: 50, soundSeconds: 2 })), []);
  });

  it('stops when told to', async () => {
    const path = film('tones.mp4', TONES);
    const facts = await videoProbe.probe(path);
    await assert.rejects(
      silenceReader.readSilences(path, facts, AbortSignal.abort()),
      withCode('RUN.CANCELLED'),
    );
  });
});
