// Each piece of a reel as a run of ffmpeg of its own. Only the order of the frames counts: their times are set when the
// pieces are joined, so a piece may use any clock.
import type { VideoFacts } from '#domain/episode/episode.js';
import { evenSize } from '#domain/picture/even-size.js';
import type { ReelPiece, ReelStretch, ReelView } from '#domain/reels/reel.js';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { fileAddress, type MediaLimits } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planCutFilters, type ClipCutPlanning } from '../plan-clip-cut.js';
import { planInput } from '../plan-input.js';
import { planRawInput } from '../plan-raw-input.js';

export interface ReelSource {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  readonly threads: number | undefined;
  readonly hasZscale: boolean;
  /** Raw RGB pictures of the reel's size. */
  readonly cardPaths: readonly string[];
}

export interface PiecePlanning {
  readonly source: ReelSource;
  readonly piece: ReelPiece;
  readonly target: string;
  readonly way: ClipCutPlanning['way'];
  /** Whether it will stand in one file with frames of the source. */
  readonly isAmongCopies: boolean;
}

/**
 * Pieces made of the same describe themselves alike (a card has other colours than a film, and a fade those of what it
 * comes from); under numbers of their own they can stand in one file.
 */
const PARAMETER_SET_IDS: Readonly<Record<string, number>> = {
  scene: 0,
  card: 1,
  'scene to scene': 2,
  'scene to card': 3,
  'card to scene': 4,
  'card to card': 5,
};
/** Sources seldom use more than the first few, and a number used twice is noticed. */
const ID_AMONG_COPIES = 30;

export function cutOfStretch(
  { path, facts }: Pick<ReelSource, 'path' | 'facts'>,
  stretch: ReelStretch,
): ClipCut {
  const { range, startTicks, endTicks, previousTicks } = stretch;
  const frames = range.end - range.start;
  return { sourcePath: path, facts, startTicks, endTicks, previousTicks, frames, startFrame: range.start };
}

/** An MP4 of exactly the piece's frames, without sound. */
export function planReelPiece(planning: PiecePlanning): FfmpegPlan {
  const { piece, target, isAmongCopies } = planning;
  const parameterSetId = isAmongCopies ? ID_AMONG_COPIES : PARAMETER_SET_IDS[contentOf(piece)];
  const views = piece.kind === 'fade' ? [piece.from, piece.to] : [piece];
  const inputs = views.map((view) => planView(planning, view));
  const last = inputs[inputs.length - 1]!;
  const before = inputs.slice(0, -1).flatMap(({ options, address }) => [...options, '-i', address]);
  const chains = inputs.map(({ filters }, at) => `[${at}:v:0]${filters}[v${at}]`);
  const frames = piece.times.length;
  const graph =
    piece.kind === 'fade'
      ? [...chains, `[v0][v1]blend=all_expr='A+(B-A)*(N+1)/${frames + 1}'[out]`].join(';')
      : chains.join(';').replace('[v0]', '[out]');
  return {
    inputOptions: ['-y', ...before, ...last.options],
    input: last.address,
    outputOptions: [
      ...['-filter_complex', graph, '-map', '[out]', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-fps_mode', 'passthrough', '-enc_time_base', '1:25', '-video_track_timescale', '25'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p'],
      ...['-x264-params', `sps-id=${parameterSetId}:open-gop=0`],
      ...['-progress', 'pipe:1', '-stats_period', '1', '-f', 'mp4'],
    ],
    output: fileAddress(target),
  };
}

function contentOf(piece: ReelPiece): string {
  return piece.kind === 'fade' ? `${piece.from.kind} to ${piece.to.kind}` : piece.kind;
}

interface PlannedView {
  readonly options: string[];
  readonly address: string;
  readonly filters: string;
}

function planView({ source, piece, way }: PiecePlanning, view: ReelView): PlannedView {
  const { path, facts, limits, threads, hasZscale, cardPaths } = source;
  const counted = ['settb=expr=1/25', 'setpts=N'];
  const size = evenSize(facts);
  if (view.kind === 'card') {
    const repeat = piece.times.length - 1;
    const filters = [
      `loop=loop=${repeat}:size=1`,
      'scale=out_range=tv',
      'format=yuv420p',
      'setsar=1',
      ...counted,
    ];
    const raw = ['-pixel_format', 'rgb24', '-video_size', `${size.width}x${size.height}`, '-framerate', '25'];
    return {
      options: planRawInput('rawvideo', raw, limits),
      address: fileAddress(cardPaths[view.card] ?? ''),
      filters: filters.join(','),
    };
  }
  const cut = cutOfStretch(source, view.stretch);
  const seekTicks = way === 'seek' ? cut.startTicks : undefined;
  return {
    options: planInput({ facts, limits, threads, seekTicks }),
    address: fileAddress(path),
    filters: [...planCutFilters({ cut, hasZscale, way }), ...counted].join(','),
  };
}
