import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { PictureCodec } from '#ports/picture-codec.port.js';

/** Pictures by path; every other path is unreadable. */
export class MemoryPictureCodec extends PictureCodec {
  constructor(private readonly pictures: ReadonlyMap<string, RgbPicture>) {
    super();
  }

  override async read(path: string): Promise<RgbPicture> {
    const picture = this.pictures.get(path);
    if (picture !== undefined) return picture;
    throw new CastlineError('bad-media', 'PICTURE.UNREADABLE', `the picture ${path} cannot be read`, {
      path,
    });
  }

  override async encode(): Promise<Uint8Array> {
    throw new Error('not needed here');
  }
}
