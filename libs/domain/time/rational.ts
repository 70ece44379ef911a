/** An exact fraction, `num / den`, `den > 0`; used for frame rates (frames per second) and time bases (seconds per tick). */
export interface Rational {
  readonly num: number;
  readonly den: number;
}

/** Parses ffmpeg's "24000/1001" or "25"; undefined when it is no positive fraction (ffprobe writes "0/0" for unknown). */
export function parseRational(text: string): Rational | undefined {
  const match = /^(\d+)(?:[/:](\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const num = Number(match[1]);
  const den = match[2] === undefined ? 1 : Number(match[2]);
  return num > 0 && den > 0 ? { num, den } : undefined;
}

export function formatRational({ num, den }: Rational): string {
  return `${num}/${den}`;
}

export function toNumber({ num, den }: Rational): number {
  return num / den;
}

/** The same fraction in lowest terms. */
export function reduced({ num, den }: Rational): Rational {
  const divisor = greatestCommonDivisor(num, den);
  return { num: num / divisor, den: den / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
