import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { ProcessExit } from './confined-process.js';
import type { MediaLimits } from './confinement.js';

interface Rule {
  readonly pattern: RegExp;
  readonly make: (found: RegExpExecArray, limits: MediaLimits) => CastlineError;
}

/** What ffmpeg says of a file that it cannot use, in the order in which it is decisive. */
const RULES: readonly Rule[] = [
  {
    pattern: /exceeds max_streams|max_streams parameter/i,
    make: (_, { maxStreams }) =>
      new CastlineError(
        'too-large',
        'MEDIA.TOO_MANY_STREAMS',
        `the file has more than ${maxStreams} streams; keep the video and one sound track and try again`,
      ),
  },
  {
    pattern: /Picture size (\d+x\d+) (?:is invalid|exceeds)|Image (\d+x\d+) .*exceeds|max_pixels/i,
    make: (found, { maxPixels }) => tooManyPixels(found[1] ?? found[2] ?? 'a size', maxPixels),
  },
  {
    pattern: /Codec \(([^)]*)\) not on whitelist/,
    make: (found) =>
      new CastlineError(
        'bad-media',
        'MEDIA.CODEC_NOT_ALLOWED',
        `the codec "${found[1]}" is not one that Castline opens; re-encode the file, for instance as H.264 with AAC in MP4`,
        { codec: found[1] },
      ),
  },
  {
    pattern: /moov atom not found/,
    make: () =>
      new CastlineError(
        'bad-media',
        'MEDIA.TRUNCATED',
        'the file is incomplete: its index (the "moov" part) is missing, so it was probably cut off while copying or recording; copy it again',
      ),
  },
  {
    pattern:
      /not on whitelist|Invalid data found|could not find codec parameters|End of file|Invalid argument/i,
    make: () => notAVideo('its content is no known kind of video'),
  },
];

/** The error for a file that ffmpeg or ffprobe refused, by what it said. */
export function explainRefusal(messages: string, limits: MediaLimits): CastlineError {
  for (const { pattern, make } of RULES) {
    const found = pattern.exec(messages);
    if (found) return make(found, limits);
  }
  return new CastlineError(
    'bad-media',
    'MEDIA.UNDECODABLE',
    `the file cannot be read: ${lastLine(messages)}`,
  );
}

export function tooManyPixels(size: string, maxPixels: number): CastlineError {
  return new CastlineError(
    'too-large',
    'MEDIA.TOO_LARGE',
    `the picture is too large: ${size} is more than ${maxPixels} pixels; scale the video down and try again`,
  );
}

export function notAVideo(reason: string): CastlineError {
  return new CastlineError('bad-media', 'MEDIA.NOT_A_VIDEO', `the file is not a video: ${reason}`);
}

export function noFrames(messages: string): CastlineError {
  const said = messages.trim() === '' ? '' : ` (${lastLine(messages)})`;
  return new CastlineError(
    'bad-media',
    'MEDIA.NO_FRAMES',
    `not one picture of the video could be decoded; it may be encrypted or damaged${said}`,
  );
}

/** The program ended by itself in a way that is no statement about the file. */
export function crashed(program: string, exit: ProcessExit, messages: string): CastlineError {
  const how = exit.error
    ? `could not be started: ${exit.error.message}`
    : exit.signal
      ? `was ended by ${exit.signal}`
      : `ended with code ${exit.code}: ${lastLine(messages)}`;
  const facts = { code: exit.code, signal: exit.signal };
  const text = `${program} ${how}; try again, and update it if it happens with the same file`;
  return new CastlineError('environment', 'FFMPEG.CRASHED', text, facts, { cause: exit.error });
}

export function stalled(program: string, afterMs: number): CastlineError {
  return new CastlineError(
    'environment',
    'FFMPEG.STALLED',
    `${program} made no progress for ${Math.round(afterMs / 1000)} s and was ended; the file may be damaged or its disk too slow`,
  );
}

export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new CancelledError(what);
}

/** ffmpeg's most telling line: the last one that is not empty. */
function lastLine(messages: string): string {
  const lines = messages.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'no message').replace(/ @ 0x[0-9a-f]+/g, '').slice(0, 300);
}
