import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import { CastlineError } from '#domain/errors/castline-error.js';

const MAX_BYTES = 40 * 2 ** 20;

/** Does something with the picture that is the request's body, kept in a scratch file meanwhile. */
export async function withUploadedPicture<Result>(
  request: Request,
  scratchFolder: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(scratchFolder, { recursive: true });
  const path = join(scratchFolder, `picture-${randomUUID()}`);
  try {
    await pipeline(request, limitBytes(), createWriteStream(path));
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

function limitBytes(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= MAX_BYTES) done(null, chunk);
      else
        done(
          new CastlineError(
            'too-large',
            'PICTURE.TOO_LARGE',
            `a picture may have at most ${MAX_BYTES / 2 ** 20} MB`,
          ),
        );
    },
  });
}
