import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { CropReader, type CropReading } from '#ports/crop-reader.port.js';
import { startFfmpeg } from '../confined-command.js';
import { Decoding } from '../decoding.js';
import { completeOptions, type FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegToolchain } from '../ffmpeg-toolchain.js';
import { crashed, stalled, throwIfAborted } from '../media-errors.js';
import { openSource } from '../source-file.js';
import { croppedSize, planCropReading, type CropReadingPlanning } from './plan-crop-reading.js';

export class FfmpegCropReader extends CropReader {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async read(reading: CropReading, signal?: AbortSignal): Promise<RgbPicture[]> {
    throwIfAborted(signal, 'reading pictures');
    const { absolutePath } = await openSource(reading.sourcePath);
    const { ffmpeg, hasZscale } = await this.toolchain.require();
    const { options } = this;
    const planning = { reading, absolutePath, limits: options, threads: options.threads, hasZscale };
    const counts: number[] = [];
    for (const way of ['seek', 'from-start'] as const) {
      const pictures = await this.readOneWay(ffmpeg.path, { ...planning, way }, signal);
      if (pictures.length === reading.frames) return pictures;
      counts.push(pictures.length);
    }
    const message = `there should be ${reading.frames} frames, but the source gives ${counts.join(' or ')}; was the file changed since it was analysed?`;
    throw new CastlineError('bad-media', 'CLIP.NOT_EXACT', message, {
      expected: reading.frames,
      got: counts,
    });
  }

  private async readOneWay(
    ffmpegPath: string,
    planning: CropReadingPlanning,
    signal: AbortSignal | undefined,
  ): Promise<RgbPicture[]> {
    const { width, height } = croppedSize(planning.reading);
    const process = startFfmpeg(ffmpegPath, planCropReading(planning));
    const decoding = new Decoding(process, width * height * 3, this.options.stallAfterMs);
    signal?.addEventListener('abort', process.kill, { once: true });
    if (signal?.aborted) process.kill();
    const pictures: RgbPicture[] = [];
    try {
      for (let next = await decoding.next(); next; next = await decoding.next())
        pictures.push({ format: 'rgb24', width, height, data: Uint8Array.from(next.data) });
      throwIfAborted(signal, 'reading pictures');
      if (decoding.hasStalled) throw stalled('ffmpeg', this.options.stallAfterMs);
      const { exit } = decoding;
      if (exit && (exit.error ?? exit.signal)) throw crashed('ffmpeg', exit, process.messages());
      return pictures;
    } finally {
      signal?.removeEventListener('abort', process.kill);
      await decoding.close();
    }
  }
}
