import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnimationEncoder, type Animation, type AnimationEncoding } from '#ports/animation-encoder.port.js';
import { fileAddress } from '../confinement.js';
import { completeOptions, type FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegToolchain } from '../ffmpeg-toolchain.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planRawInput } from '../plan-raw-input.js';
import { runPlan } from '../run-plan.js';

/** Moving PNGs: of a palette, so that they are small. */
export class FfmpegApngEncoder extends AnimationEncoder {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async encode(
    animation: Animation,
    encoding: AnimationEncoding,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const { ffmpeg } = await this.toolchain.require();
    const folder = await mkdtemp(join(tmpdir(), 'castline-apng-'));
    try {
      const files = { source: join(folder, 'pictures.raw'), target: join(folder, 'sticker.png') };
      await writeFile(files.source, Buffer.concat(animation.pictures.map(({ data }) => data)));
      const plan = planApng(animation, encoding, { ...files, options: this.options });
      await runPlan({ ffmpegPath: ffmpeg.path, plan, options: this.options, signal });
      return await readFile(files.target);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** One palette for all pictures; without dither, which would make every picture new all over. */
function planApng(
  { pictures, millisecondsEach }: Animation,
  { side, detail }: AnimationEncoding,
  { source, target, options }: { source: string; target: string; options: FfmpegOptions },
): FfmpegPlan {
  const { width, height } = pictures[0]!;
  const factor = Math.min(1, side / Math.max(width, height));
  const size = [width, height].map((length) => Math.max(1, Math.round(length * factor))).join(':');
  const raw = ['-pixel_format', 'rgb24', '-video_size', `${width}x${height}`];
  const rate = `1000/${millisecondsEach}`;
  return {
    inputOptions: ['-y', ...planRawInput('rawvideo', [...raw, '-framerate', rate], options)],
    input: fileAddress(source),
    outputOptions: [
      '-filter_complex',
      `scale=${size}:flags=area,split[a][b];[a]palettegen=max_colors=${detail}:reserve_transparent=0[p];[b][p]paletteuse=dither=none`,
      ...['-fps_mode', 'passthrough', '-plays', '0', '-pred', 'mixed'],
      ...['-progress', 'pipe:1', '-stats_period', '1', '-f', 'apng'],
    ],
    output: fileAddress(target),
  };
}
