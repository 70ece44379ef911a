import { join } from 'node:path';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { ProgressListener } from '../progress.js';
import { withConcurrency } from '../with-concurrency.js';

/** What every benchmark over pictures needs beside its labels. */
export interface PictureRun {
  /** The folder that the files' names are relative to. */
  readonly folder: string;
  /** Shows through a picture's transparent parts; mid grey unless given. */
  readonly groundOf?: ((index: number) => readonly [number, number, number]) | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PicturePorts {
  readonly codec: PictureCodec;
  readonly recognizer: FaceRecognizer;
}

export interface EachPicture<Result> {
  /** In the order of the files; undefined where the picture could not be used. */
  readonly results: readonly (Result | undefined)[];
  readonly failures: readonly { readonly file: string; readonly reason: string }[];
}

/** Reads every picture and does `work` on it, as many at a time as the recogniser takes. A bad picture spoils only itself. */
export async function eachPicture<Result>(
  files: readonly string[],
  { folder, groundOf, onProgress, signal }: PictureRun,
  { codec, recognizer }: PicturePorts,
  work: (picture: RgbPicture, index: number) => Promise<Result>,
): Promise<EachPicture<Result>> {
  await recognizer.load();
  const failures: { file: string; reason: string }[] = [];
  let done = 0;
  const results = await withConcurrency(
    [...files.entries()],
    recognizer.concurrency,
    async ([index, file]) => {
      if (signal?.aborted) throw new CancelledError('the evaluation');
      onProgress?.({ stage: 'pictures', fraction: done++ / files.length });
      try {
        return await work(await codec.read(join(folder, file), groundOf?.(index)), index);
      } catch (error) {
        if (!(error instanceof CastlineError) || !isAboutThePicture(error)) throw error;
        failures.push({ file, reason: error.message });
        return undefined;
      }
    },
  );
  return { results, failures: failures.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}

function isAboutThePicture({ kind }: CastlineError): boolean {
  return kind === 'bad-media' || kind === 'too-large' || kind === 'not-found' || kind === 'transient';
}
