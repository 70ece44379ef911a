import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFilmBoxes, parseFilmShots, parseFilmTruth } from '#contracts/film-truth.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { TrueBoundary } from '#domain/evaluation/score-shots.js';
import type { TimelineTruth, TrueFace } from '#domain/evaluation/truth.js';

/** A film folder with truth: episode.*, truth.json, boxes.json, shots.json and perhaps cast/. */
export interface LabelledFilm {
  readonly episodePath: string;
  readonly castFolder: string | undefined;
  readonly truth: TimelineTruth | undefined;
  /** Key: a second (the first frame at or after it), or a frame number. */
  readonly boxes: Readonly<Record<string, readonly TrueFace[]>> | undefined;
  readonly boundaries: readonly TrueBoundary[] | undefined;
}

/** @throws CastlineError not-found EVAL.NO_EPISODE, usage EVAL.BAD_TRUTH */
export async function readFilm(folder: string, castFolder: string | undefined): Promise<LabelledFilm> {
  const episodePath = await firstExisting(
    ['episode.mp4', 'episode.mkv', 'episode.webm'].map((name) => join(folder, name)),
  );
  if (!episodePath)
    throw new CastlineError('not-found', 'EVAL.NO_EPISODE', `${folder} holds no episode.mp4, .mkv or .webm`);
  return {
    episodePath,
    castFolder: castFolder ?? (await firstExisting([join(folder, 'cast')])),
    truth: await readJson(join(folder, 'truth.json'), parseFilmTruth),
    boxes: await readJson(join(folder, 'boxes.json'), parseFilmBoxes),
    boundaries: await readJson(join(folder, 'shots.json'), parseFilmShots),
  };
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await stat(path).catch(() => undefined)) return path;
  return undefined;
}

async function readJson<Content>(
  path: string,
  parse: (value: unknown) => Content,
): Promise<Content | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CastlineError(
      'usage',
      'EVAL.BAD_TRUTH',
      `${path} is not in the expected form: ${reason}`,
      { path },
      { cause },
    );
  }
}
