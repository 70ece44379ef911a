import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Box } from '#domain/box/box.js';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Reference } from '#domain/identity/gallery.js';
import type { FaceRecognizer, ModelIdentity } from '#ports/face-recognizer.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { Cast } from '../analyze-episode.js';
import { withConcurrency } from '../with-concurrency.js';
import { type CastPicture, listCastFolder } from './list-cast-folder.js';
import { readReference } from './read-reference.js';

/** Where a picture shows the head of a character in a form. */
interface CastHead {
  readonly character: string;
  readonly form: string | null;
  readonly path: string;
  /** Pixels of that picture. */
  readonly head: Box;
}

/**
 * `heads` has every picture of the gallery in its order, `portraits` the best of every form of every character.
 * `warnings` say what was left out and why, one sentence each; nothing there stops the work. `digest` is a sha256 over
 * the pictures' places and bytes and the models: equal exactly when the gallery must be equal.
 */
export interface ReadCast extends Cast {
  readonly heads: readonly CastHead[];
  readonly portraits: readonly CastHead[];
}

interface ReadPicture {
  readonly from: CastPicture;
  readonly sha256: string;
  readonly reference?: Reference;
  readonly head?: Box;
  readonly warning?: string;
}

/** Reads a cast folder (one folder per character, sub-folders are its forms) into a gallery. */
export class ReadCastFolder {
  constructor(
    private readonly codec: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {}

  /**
   * @throws CastlineError `not-found` CAST.MISSING, `usage` CAST.NOT_A_FOLDER, CAST.EMPTY, CAST.NO_USABLE_PICTURE,
   *   `cancelled` RUN.CANCELLED, and `environment` of the models
   */
  async run(folder: string, signal?: AbortSignal): Promise<ReadCast> {
    const listing = await listCastFolder(folder);
    const models = await this.recognizer.load();
    const pictures = await withConcurrency(listing.pictures, this.recognizer.concurrency, async (picture) => {
      if (signal?.aborted === true) throw new CancelledError('reading the cast');
      return this.readPicture(picture, models.thresholds.face);
    });
    const references = pictures.flatMap(({ reference }) => (reference ? [reference] : []));
    const warnings = [
      ...listing.warnings,
      ...pictures.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
      ...listing.characters
        .filter((name) => !references.some(({ character }) => character === name))
        .map(noPictures),
    ];
    if (references.length === 0) throw nothingUsable(folder, warnings);
    return {
      gallery: { references },
      warnings,
      digest: digestOf(pictures, [models.detector, models.embedder]),
      heads: pictures.flatMap(({ from: { character, form, path }, head }) =>
        head ? [{ character, form, path, head }] : [],
      ),
      portraits: choosePortraits(pictures),
    };
  }

  private async readPicture(from: CastPicture, minFaceness: number): Promise<ReadPicture> {
    let sha256 = 'unreadable';
    try {
      sha256 = createHash('sha256')
        .update(await readFile(from.path))
        .digest('hex');
      const picture = await this.codec.read(from.path);
      const read = await readReference(picture, this.recognizer, minFaceness);
      if (read.kind === 'unusable')
        return { from, sha256, warning: `${from.source} ${read.problem}; it was left out` };
      const { embedding, quality, palette } = read.reading;
      const { character, form, source } = from;
      const seen = palette?.length ? { palette: [...palette] } : {};
      const reference = { character, form, embedding, quality, source, ...seen };
      return { from, sha256, head: read.head, reference };
    } catch (error) {
      if (error instanceof CastlineError && (error.kind === 'environment' || error.kind === 'cancelled'))
        throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return { from, sha256, warning: `${from.source} was left out: ${reason}` };
    }
  }
}

const noPictures = (character: string): string =>
  `the character ${JSON.stringify(character)} has no usable picture and cannot be recognised`;

function nothingUsable(folder: string, warnings: readonly string[]): CastlineError {
  const message = `no picture of the cast folder ${folder} could be used:\n${warnings.join('\n')}`;
  return new CastlineError('usage', 'CAST.NO_USABLE_PICTURE', message, { folder, warnings });
}

function digestOf(pictures: readonly ReadPicture[], models: readonly ModelIdentity[]): string {
  const lines = pictures.map(({ from, sha256 }) => JSON.stringify([from.character, from.form, sha256]));
  const modelLines = models.map(({ id, version, recipe }) => JSON.stringify([id, version, recipe]));
  return createHash('sha256')
    .update([...modelLines, ...lines.toSorted()].join('\n'))
    .digest('hex');
}

/** The best picture of every form of every character. */
function choosePortraits(pictures: readonly ReadPicture[]): CastHead[] {
  const best = new Map<string, { quality: number; portrait: CastHead }>();
  for (const { from, reference, head } of pictures) {
    if (reference === undefined || head === undefined) continue;
    const { character, form, path } = from;
    const key = JSON.stringify([character, form]);
    const { quality } = reference;
    if (quality > (best.get(key)?.quality ?? -1))
      best.set(key, { quality, portrait: { character, form, path, head } });
  }
  return [...best.values()].map(({ portrait }) => portrait);
}
