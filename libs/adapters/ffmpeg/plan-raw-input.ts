import type { MediaLimits } from './confinement.js';

type RawFormat = 'rawvideo' | 's16le' | 'ffmetadata' | 'ass';

/** Options for a file that we wrote ourselves in a format that is closed to all others. */
export function planRawInput(format: RawFormat, options: readonly string[], limits: MediaLimits): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'error', '-max_alloc', String(limits.maxAllocation)],
    ...['-protocol_whitelist', 'file', '-format_whitelist', format],
    ...['-codec_whitelist', 'rawvideo,pcm_s16le,ass,ssa'],
    ...options,
    ...['-f', format],
  ];
}
