import type { Size } from '#domain/picture/even-size.js';
import type { VideoFacts } from '#domain/episode/episode.js';

export interface FilterPlanning {
  readonly facts: VideoFacts;
  readonly size: Size;
  /** swscale's algorithm: `area` for reductions, `bicubic` for full size. */
  readonly scaler: 'area' | 'bicubic';
  readonly pixelFormat: 'yuv420p' | 'rgb24';
  /** Whether this ffmpeg has the zscale filter, without which HDR cannot be tone-mapped. */
  readonly hasZscale: boolean;
}

/**
 * The chain from decoded frames (already turned upright by ffmpeg) to pictures of one fixed size: deinterlacing keeps
 * one picture per frame, HDR becomes ordinary video, and a change of resolution in mid-stream changes nothing.
 */
export function planPictureFilters(planning: FilterPlanning): string[] {
  const { facts, size, scaler, pixelFormat, hasZscale } = planning;
  const scale = `scale=${size.width}:${size.height}:flags=${scaler}`;
  // Stay in YCbCr of 8 bits, limited range; for RGB swscale converts with the frame's own matrix.
  const plainScale = pixelFormat === 'yuv420p' ? `${scale}:out_range=tv` : scale;
  return [
    ...(facts.isHdr && hasZscale ? [scale, ...planToneMapping()] : [plainScale]),
    `format=${pixelFormat}`,
    'setsar=1',
  ];
}

/** Deinterlacing needs the neighbours of a frame, so it comes before any trimming. */
export function planDeinterlacing(facts: VideoFacts): string[] {
  return facts.isInterlaced ? ['bwdif=mode=send_frame:parity=auto:deint=interlaced'] : [];
}

/** Times as the domain counts them: ticks of the stream's own time base after the container's start. */
export function planTimes({ timeBase, startSeconds }: VideoFacts): string[] {
  const startTicks = Math.round((startSeconds * timeBase.den) / timeBase.num);
  const shift = startTicks === 0 ? [] : [`setpts=PTS-(${startTicks})`];
  return [`settb=expr=${timeBase.num}/${timeBase.den}`, ...shift];
}

function planToneMapping(): string[] {
  return [
    'zscale=transfer=linear:npl=100',
    'format=gbrpf32le',
    'zscale=primaries=bt709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=transfer=bt709:matrix=bt709:range=tv',
  ];
}

/**
 * Writes `frame:<n> pts:<ticks> ...` for every picture to file descriptor 3: exact times beside the raw pictures, apart
 * from the log, where a file's own texts could imitate them. What the file attached to its frames is removed first.
 */
export const TIMES_TO_DESCRIPTOR_3: readonly string[] = [
  'metadata=mode=delete',
  'metadata=mode=add:key=castline:value=1',
  'metadata=mode=print:key=castline:direct=1:file=pipe\\\\:3',
];
