const CUE = /^(Dialogue: [^,]*,)(\d+:\d\d:\d\d\.\d\d),(\d+:\d\d:\d\d\.\d\d),/;

/**
 * Subtitles in the ASS format as ffmpeg writes it, a line per cue: those of `[startSeconds, endSeconds)` on a clock that starts
 * at `startSeconds`. A cue that stands at either end is cut there. Undefined when nothing is said in that time.
 */
export function trimCues(ass: string, startSeconds: number, endSeconds: number): string | undefined {
  let cues = 0;
  const length = toHundredths(endSeconds - startSeconds);
  const lines = ass.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith('Dialogue:')) return [line];
    const [whole, head, from = '', to = ''] = CUE.exec(line) ?? [];
    if (whole === undefined) return [];
    const start = Math.max(0, readClock(from) - toHundredths(startSeconds));
    const end = Math.min(length, readClock(to) - toHundredths(startSeconds));
    if (end <= start) return [];
    cues += 1;
    return [`${head}${writeClock(start)},${writeClock(end)},${line.slice(whole.length)}`];
  });
  return cues === 0 ? undefined : lines.join('\n');
}

const toHundredths = (seconds: number): number => Math.round(seconds * 100);

function readClock(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return toHundredths(hours * 3600 + minutes * 60 + seconds);
}

function writeClock(hundredths: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(hundredths / 100);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours}:${two(minutes)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}
