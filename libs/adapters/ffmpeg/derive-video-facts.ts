import type { VideoFacts } from '#domain/episode/episode.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { toNumber, type Rational } from '#domain/time/rational.js';
import type { MediaLimits } from './confinement.js';
import { deriveFrameRate } from './derive-frame-rate.js';
import { tooManyPixels } from './media-errors.js';
import type { ProbedFile, ProbedPackets, ProbedStream } from './read-probe-output.js';

const CONTAINER_NAMES: Readonly<Record<string, string>> = { mov: 'mp4', live_flv: 'flv', asf_o: 'asf' };
const INTERLACED = ['tt', 'bb', 'tb', 'bt'];
const HDR_TRANSFERS = ['smpte2084', 'arib-std-b67'];
/** Pixels further from square than this are a damaged header, not a picture. */
const STRANGEST_PIXEL = 8;

/** The first real video stream; covers and thumbnails are attached pictures and do not count. */
export function findVideoStream({ streams }: ProbedFile): ProbedStream | undefined {
  return streams.find(({ type, isCover }) => type === 'video' && !isCover);
}

/** @throws CastlineError MEDIA.NO_VIDEO_STREAM, MEDIA.UNDECODABLE, MEDIA.TOO_LARGE. */
export function deriveVideoFacts(file: ProbedFile, packets: ProbedPackets, limits: MediaLimits): VideoFacts {
  const stream = findVideoStream(file);
  if (!stream) throw noVideoStream(file);
  if (packets.areEncrypted) throw undecodable('the video is encrypted; remove its copy protection first');
  const { timeBase } = stream;
  if (stream.width < 1 || stream.height < 1 || stream.pixelFormat === undefined || !timeBase) {
    throw undecodable(`its ${stream.codec} stream does not even tell the size of its pictures`);
  }
  const rate = deriveFrameRate(stream, packets.times);
  const display = displaySize(stream);
  const facts: VideoFacts = {
    container: containerName(file.formatNames),
    videoCodec: stream.codec,
    width: display.width,
    height: display.height,
    frameRate: rate.frameRate,
    isVariableFrameRate: rate.isVariable,
    timeBase,
    startSeconds: file.startSeconds,
    durationSeconds: stream.durationSeconds ?? untaggedDuration(file),
    rotation: display.rotation,
    isHdr: HDR_TRANSFERS.includes(stream.transfer ?? ''),
    isInterlaced: INTERLACED.includes(stream.fieldOrder ?? ''),
    hasAudio: file.streams.some(({ type }) => type === 'audio'),
    warnings: [],
  };
  if (facts.width * facts.height > limits.maxPixels) {
    throw tooManyPixels(`${facts.width}x${facts.height}`, limits.maxPixels);
  }
  return { ...facts, warnings: [...display.warnings, ...listWarnings(file, facts, rate.isGuessed)] };
}

/** The container's duration may include longer sound and is the easiest to forge; only Matroska has nothing better. */
function untaggedDuration(file: ProbedFile): number | undefined {
  return containerName(file.formatNames) === 'matroska' ? file.durationSeconds : undefined;
}

function containerName(formatNames: string): string {
  const first = formatNames.split(',')[0] ?? formatNames;
  return CONTAINER_NAMES[first] ?? first;
}

interface DisplaySize {
  readonly width: number;
  readonly height: number;
  readonly rotation: VideoFacts['rotation'];
  readonly warnings: readonly string[];
}

function displaySize(stream: ProbedStream): DisplaySize {
  const warnings: string[] = [];
  const aspect = believable(stream.pixelAspect);
  if (stream.pixelAspect && !aspect)
    warnings.push('the file claims absurdly stretched pixels; they are taken as square');
  const width = Math.max(1, Math.round(stream.width * (aspect ? toNumber(aspect) : 1)));
  const rotation = rightAngle(stream.rotation);
  if (rotation === undefined)
    warnings.push(`the file asks for a turn by ${stream.rotation} degrees; its frame stays as it is`);
  const isTurned = rotation === 90 || rotation === 270;
  const upright = isTurned ? { width: stream.height, height: width } : { width, height: stream.height };
  return { ...upright, rotation: rotation ?? 0, warnings };
}

function believable(aspect: Rational | undefined): Rational | undefined {
  if (!aspect) return undefined;
  const value = toNumber(aspect);
  return value <= STRANGEST_PIXEL && value >= 1 / STRANGEST_PIXEL ? aspect : undefined;
}

function rightAngle(rotation: number): VideoFacts['rotation'] | undefined {
  return ([0, 90, 180, 270] as const).find((angle) => Math.abs(rotation - angle) < 1);
}

function listWarnings(file: ProbedFile, facts: VideoFacts, isRateGuessed: boolean): string[] {
  const videos = file.streams.filter(({ type, isCover }) => type === 'video' && !isCover).length;
  return [
    ...(videos > 1 ? [`the file has ${videos} video streams; the first one is analysed`] : []),
    ...(facts.isInterlaced ? ['the video is interlaced; it is deinterlaced, one picture per frame'] : []),
    ...(facts.isHdr ? ['the video is HDR; its colours are reduced to those of ordinary video'] : []),
    ...(facts.isVariableFrameRate
      ? ['the frame rate varies; times are exact, frame rates in exports are averages']
      : []),
    ...(isRateGuessed ? ['the file does not tell its frame rate; 25 frames per second are assumed'] : []),
  ];
}

function noVideoStream(file: ProbedFile): CastlineError {
  const kinds = [
    ...new Set(file.streams.map(({ type, isCover }) => (isCover ? 'cover picture' : type))),
  ].join(', ');
  return new CastlineError(
    'bad-media',
    'MEDIA.NO_VIDEO_STREAM',
    `the file has no video, only: ${kinds || 'nothing'}; give a file with moving pictures`,
  );
}

function undecodable(reason: string): CastlineError {
  return new CastlineError('bad-media', 'MEDIA.UNDECODABLE', `the video cannot be decoded: ${reason}`);
}
