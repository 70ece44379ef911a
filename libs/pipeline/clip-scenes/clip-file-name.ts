import type { Aspect } from '#domain/reframing/aspect.js';
import type { PlannedClip } from './plan-clips.js';

/**
 * `003_alice-AND-NOT-bob_00-01-12-05.mp4`: order, query, start timecode. Keeps letters of every script; what a shell, a
 * path or Windows would trip over becomes a dash, and nothing starts with a dot or a dash.
 */
export function clipFileName(
  order: number,
  query: string,
  { start }: Pick<PlannedClip, 'start'>,
  aspect?: Aspect,
): string {
  const words = query.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const short = [...words].slice(0, 40).join('') || 'clip';
  const shape = aspect ? `_${aspect.replace(':', 'x')}` : '';
  return `${String(order).padStart(3, '0')}_${short}_${start.timecode.replace(/[:;]/g, '-')}${shape}.mp4`;
}
