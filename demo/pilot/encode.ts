/** Raw frames and a WAV file to H.264 and AAC in MP4, by the system's ffmpeg. The same input gives the same bytes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CastlineError } from '#domain/errors/castline-error.js';
import { CancelledError } from '#domain/errors/cancelled.js';
import { FILM } from './shot-list.js';

/** x264's result depends on how many threads it uses: the number is fixed. */
const THREADS = 2;

export function planEncoding(sound: string, episode: string): readonly string[] {
  const { width, height, framesPerSecond } = FILM;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...[
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-s',
      `${width}x${height}`,
      '-r',
      String(framesPerSecond),
      '-i',
      'pipe:0',
    ],
    ...['-i', sound],
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '19', '-g', '48', '-threads', String(THREADS)],
    ...[
      '-c:a',
      'aac',
      '-b:a',
      '128k',
      '-fflags',
      '+bitexact',
      '-flags:v',
      '+bitexact',
      '-flags:a',
      '+bitexact',
    ],
    ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', episode],
  ];
}

export interface Encoding {
  readonly sound: string;
  readonly episode: string;
  readonly frames: AsyncIterable<Buffer>;
  readonly signal?: AbortSignal | undefined;
}

/** @throws CastlineError PILOT.FFMPEG_MISSING or PILOT.FFMPEG_FAILED; CancelledError */
export async function encode({ sound, episode, frames, signal }: Encoding): Promise<void> {
  const ffmpeg = spawn('ffmpeg', planEncoding(sound, episode), { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  ffmpeg.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  const ended = new Promise<number>((resolve, reject) => {
    ffmpeg.once('error', reject);
    ffmpeg.once('close', (code) => resolve(code ?? -1));
  });
  // A broken pipe is told by the exit code; without a listener it would end this process.
  ffmpeg.stdin.on('error', () => undefined);
  const stopped = ended.then(
    () => 'stopped' as const,
    () => 'stopped' as const,
  );
  try {
    for await (const frame of frames) {
      if (signal?.aborted) throw new CancelledError('drawing the pilot');
      if (ffmpeg.stdin.write(frame)) continue;
      if ((await Promise.race([once(ffmpeg.stdin, 'drain'), stopped])) === 'stopped') break;
    }
    ffmpeg.stdin.end();
    const code = await ended;
    if (code !== 0)
      throw new CastlineError(
        'environment',
        'PILOT.FFMPEG_FAILED',
        `ffmpeg should have written ${episode}, but ended with ${code}: ${complaint.trim()}`,
      );
  } catch (error) {
    ffmpeg.kill('SIGKILL');
    await stopped;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CastlineError(
        'environment',
        'PILOT.FFMPEG_MISSING',
        'the pilot is encoded by ffmpeg, which is not on the PATH; install it',
        {},
        { cause: error },
      );
    throw error;
  }
}
