// What is said in a clip, from what ffmpeg read of a track: timed text of an MP4 shows one sample at a time, so cues that are
// up together become one, and it has no drawings, positions or fonts.

interface Cue {
  /** Hundredths of a second. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Layer, start, end, style, name, three margins, effect, text. */
const DIALOGUE =
  /^Dialogue: [^,]*,(\d+:\d\d:\d\d\.\d\d),(\d+:\d\d:\d\d\.\d\d),[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,(.*)$/;

/** As ffmpeg writes it for formats that have no styles. */
const HEADER = `[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
`;

/**
 * Subtitles in the ASS format as ffmpeg writes it, a line per cue: those of `[startSeconds, endSeconds)` on a clock that starts
 * at `startSeconds`, none of them up with another. A cue that stands at either end is cut there. Bold, italic and underlined
 * text stays so. Undefined when nothing is said in that time.
 */
export function trimCues(ass: string, startSeconds: number, endSeconds: number): string | undefined {
  const length = toHundredths(endSeconds - startSeconds);
  const cues = ass
    .split(/\r?\n/)
    .flatMap(readCue)
    .map(({ start, end, text }) => ({
      start: Math.max(0, start - toHundredths(startSeconds)),
      end: Math.min(length, end - toHundredths(startSeconds)),
      text,
    }))
    .filter(({ start, end }) => end > start);
  if (cues.length === 0) return undefined;
  const lines = oneAtATime(cues).map(
    ({ start, end, text }) => `Dialogue: 0,${writeClock(start)},${writeClock(end)},Default,,0,0,0,,${text}\n`,
  );
  return HEADER + lines.join('');
}

function readCue(line: string): Cue[] {
  const [whole, from = '', to = '', written = ''] = DIALOGUE.exec(line) ?? [];
  const text = whole === undefined ? '' : plainText(written);
  return text === '' ? [] : [{ start: readClock(from), end: readClock(to), text }];
}

/** Nothing for a drawing (`\p1`), whose numbers are no words. */
function plainText(written: string): string {
  if (/\{[^}]*\\p[1-9]/.test(written)) return '';
  const kept = written.replace(/\{([^}]*)\}/g, (_, tags: string) => {
    const plain = tags.match(/\\[biu][01](?!\d)/g);
    return plain ? `{${plain.join('')}}` : '';
  });
  return kept.replaceAll('\\h', ' ').trim();
}

/** Between two changes what is up is one cue: its lines in the order in which they came up, none of them twice. */
function oneAtATime(cues: readonly Cue[]): Cue[] {
  const changes = [...new Set(cues.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const ordered = cues.toSorted((a, b) => a.start - b.start);
  return changes.slice(0, -1).reduce<Cue[]>((done, start, at) => {
    const end = changes[at + 1]!;
    const up = ordered.filter((cue) => cue.start <= start && cue.end >= end);
    const text = [...new Set(up.map((cue) => cue.text))].map(withoutStyleAfter).join('\\N');
    const last = done.at(-1);
    if (last?.end === start && last.text === text) done[done.length - 1] = { ...last, end };
    else if (text !== '') done.push({ start, end, text });
    return done;
  }, []);
}

const withoutStyleAfter = (text: string): string => (text.includes('{') ? `${text}{\\r}` : text);

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
