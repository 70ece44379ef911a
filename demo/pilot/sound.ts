/**
 * The film's sound, synthesised: every shot begins with its own plucked note and rests on it, characters mumble when
 * they talk, the ball bounces. Stereo, 16 bit, as a WAV file in memory; the same bytes on every run.
 */
import { CHARACTER_NAMES, type CharacterName } from './characters/cast.js';
import { FILM } from './shot-list.js';
import type { TimedShot } from './staging.js';

const SAMPLE_RATE = 44_100;

interface Tone {
  /** Seconds. */
  readonly at: number;
  readonly lasts: number;
  readonly hertz: number;
  readonly loudness: number;
  /** -1 left .. 1 right. */
  readonly side?: number;
  readonly voice: 'pluck' | 'pad' | 'mumble' | 'bounce';
}

const hertzOf = (note: number): number => 440 * 2 ** ((note - 69) / 12);
const MAJOR = [0, 4, 7, 12] as const;
const MINOR = [0, 3, 7, 12] as const;
const VOICES: Readonly<Record<CharacterName, number>> = {
  odi: 330,
  edda: 349,
  jory: 262,
  fig: 208,
  sallow: 124,
  bramble: 147,
  kettle: 440,
};

function tonesOf(shot: TimedShot): Tone[] {
  const fps = FILM.framesPerSecond;
  const start = shot.first / fps;
  const seconds = shot.script.frames / fps;
  const chord = shot.script.lighting === 'night' ? MINOR : MAJOR;
  const note = shot.script.note;
  const beat = 0.25;
  const melody = Array.from({ length: Math.floor(seconds / beat) }, (_, i): Tone => {
    const step = chord[[0, 2, 1, 2, 3, 2, 1, 2][(i + shot.index) % 8] ?? 0] ?? 0;
    return {
      at: start + i * beat,
      lasts: 0.5,
      hertz: hertzOf(i === 0 ? note + 12 : note + step),
      loudness: i === 0 ? 0.3 : i % 2 ? 0.07 : 0.11,
      side: i === 0 ? 0 : (i % 4) / 4 - 0.4,
      voice: 'pluck',
    };
  });
  const pads = chord.slice(0, 3).map((step): Tone => ({
    at: start,
    lasts: seconds,
    hertz: hertzOf(note - 12 + step),
    loudness: 0.045,
    voice: 'pad',
  }));
  return [...melody, ...pads, ...speech(shot), ...bounces(shot)];
}

function speech(shot: TimedShot): Tone[] {
  const fps = FILM.framesPerSecond;
  return shot.script.items.flatMap((item) => {
    if (item.kind !== 'actor') return [];
    const voice = CHARACTER_NAMES.indexOf(item.who);
    return (item.talks ?? []).flatMap(([from, end]) =>
      Array.from({ length: Math.floor((end - from) / 4) }, (_, i): Tone => ({
        at: (shot.first + from + i * 4) / fps,
        lasts: 0.14,
        hertz: VOICES[item.who] * (1 + 0.12 * Math.sin(i * 2.3 + voice)),
        loudness: 0.12,
        side: voice / 6 - 0.5,
        voice: 'mumble',
      })),
    );
  });
}

const bounces = (shot: TimedShot): Tone[] =>
  shot.script.items.flatMap((item) => {
    if (item.kind !== 'prop' || !item.bounce) return [];
    const { every } = item.bounce;
    return Array.from({ length: Math.floor(shot.script.frames / every) }, (_, i): Tone => ({
      at: (shot.first + (i + 1) * every) / FILM.framesPerSecond,
      lasts: 0.2,
      hertz: 150,
      loudness: 0.22,
      voice: 'bounce',
    }));
  });

/** One sample of a tone, `t` seconds after it began. */
function sampleOf({ voice, hertz, lasts }: Tone, t: number): number {
  const turn = 2 * Math.PI * hertz * t;
  switch (voice) {
    case 'pluck':
      return (
        (Math.sin(turn) + 0.35 * Math.sin(3 * turn) * Math.exp(-t * 18)) *
        Math.exp(-t * 7) *
        Math.min(1, t * 400)
      );
    case 'pad':
      return Math.sin(turn) * Math.min(1, t * 3, (lasts - t) * 5) * (0.85 + 0.15 * Math.sin(t * 4));
    case 'mumble':
      return (
        (Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(3 * turn)) *
        Math.sin((Math.PI * t) / lasts) ** 2
      );
    case 'bounce':
      return Math.sin(2 * Math.PI * hertz * t * (1.6 - 2.4 * t)) * Math.exp(-t * 16);
  }
}

export function synthesise(shots: readonly TimedShot[]): Buffer {
  const samples = Math.round(((shots.at(-1)?.end ?? 0) / FILM.framesPerSecond) * SAMPLE_RATE);
  const left = new Float64Array(samples);
  const right = new Float64Array(samples);
  for (const tone of shots.flatMap(tonesOf)) {
    const first = Math.round(tone.at * SAMPLE_RATE);
    const end = Math.min(samples, first + Math.round(tone.lasts * SAMPLE_RATE));
    const side = tone.side ?? 0;
    for (let i = first; i < end; i++) {
      const value = sampleOf(tone, (i - first) / SAMPLE_RATE) * tone.loudness;
      left[i] = (left[i] ?? 0) + value * (1 - Math.max(0, side));
      right[i] = (right[i] ?? 0) + value * (1 + Math.min(0, side));
    }
  }
  return wav(left, right);
}

/** https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html */
function wav(left: Float64Array, right: Float64Array): Buffer {
  const bytes = left.length * 4;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(bytes, 40);
  const level = (value: number): number => Math.round(Math.tanh(value) * 32_000);
  for (let i = 0; i < left.length; i++) {
    file.writeInt16LE(level(left[i] ?? 0), 44 + i * 4);
    file.writeInt16LE(level(right[i] ?? 0), 46 + i * 4);
  }
  return file;
}
