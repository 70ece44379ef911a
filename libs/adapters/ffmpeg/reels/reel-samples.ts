// Where the sounds of a reel lie, in samples. Every place is rounded from the reel's own clock, so nothing adds up.
import type { VideoFacts } from '#domain/episode/episode.js';
import type { ReelPlan, ReelStretch } from '#domain/reels/reel.js';

export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

export interface PlacedSound {
  /** Null: silence. */
  readonly stretch: ReelStretch | null;
  readonly samples: number;
  /** Samples that it shares with the one before, and with the one after. */
  readonly fadeIn: number;
  readonly fadeOut: number;
}

export function placeSounds({ sounds }: Pick<ReelPlan, 'sounds'>, { timeBase }: VideoFacts): PlacedSound[] {
  const sampleAt = (ticks: number): number => Math.round((ticks * timeBase.num * SAMPLE_RATE) / timeBase.den);
  return sounds.map(({ stretch, startTicks, endTicks }, at) => {
    const [before, next] = [sounds[at - 1], sounds[at + 1]];
    return {
      stretch,
      samples: sampleAt(endTicks) - sampleAt(startTicks),
      fadeIn: before ? sampleAt(before.endTicks) - sampleAt(startTicks) : 0,
      fadeOut: next ? sampleAt(endTicks) - sampleAt(next.startTicks) : 0,
    };
  });
}

/** Fades `from` into `to`, interleaved 16-bit samples of equal number, at equal power: neither a hole nor a bump. */
export function mixFade(from: Int16Array, to: Int16Array): Int16Array {
  const frames = from.length / CHANNELS;
  return from.map((sample, at) => {
    const angle = ((Math.floor(at / CHANNELS) + 0.5) / frames) * (Math.PI / 2);
    const mixed = sample * Math.cos(angle) + (to[at] ?? 0) * Math.sin(angle);
    return Math.max(-32768, Math.min(32767, Math.round(mixed)));
  });
}
