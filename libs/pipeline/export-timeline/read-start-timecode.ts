import { CastlineError } from '#domain/errors/castline-error.js';
import { formatRational, type Rational } from '#domain/time/rational.js';
import { canDropFrames, parseTimecode, type ReadTimecode } from '#domain/time/timecode.js';

/**
 * Where the source's timecode begins. Without a word it is zero, dropping frames at the rates that know it; a timecode
 * given decides that itself: `01:00:00;00` drops, `01:00:00:00` does not.
 * @throws CastlineError usage EXPORT.START_TIMECODE
 */
export function readStartTimecode(text: string | null, rate: Rational): ReadTimecode {
  const canDrop = canDropFrames(rate);
  if (text === null) return { frame: 0, isDropFrame: canDrop };
  const read = parseTimecode(text, rate);
  if (read) return read;
  const expected = canDrop ? 'hh:mm:ss:ff, or hh:mm:ss;ff for drop-frame' : 'hh:mm:ss:ff';
  throw new CastlineError(
    'usage',
    'EXPORT.START_TIMECODE',
    `the start timecode ${JSON.stringify(text)} is none at ${formatRational(rate)} frames per second; expected ${expected}`,
    { startTimecode: text },
  );
}
