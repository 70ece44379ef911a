/**
 * Makes Castline's own cartoon, "The Moon in the Puddle": film, exact truth and cast folder. What was made once by the
 * same drawing is used again; a run that is stopped leaves nothing half made.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import { planCastPictures } from './cast-pictures.js';
import { encode, planEncoding } from './encode.js';
import { drawItems, drawSet } from './picture.js';
import { rasterise } from './raster.js';
import { renderFrames } from './render-pilot.js';
import { synthesise } from './sound.js';
import { stageAt, timeShots, type TimedShot } from './staging.js';
import { tellBoxes, tellTruth } from './truth.js';

export interface PilotFiles {
  /** The film: H.264 and AAC in MP4. */
  readonly episode: string;
  /** NAME/*.png, or NAME/FORM/*.png. */
  readonly castFolder: string;
  /** PilotTruth as JSON. */
  readonly truth: string;
  /** Faces by frame number as JSON. */
  readonly boxes: string;
}

export interface PilotOptions {
  /** Made where it is missing. An older pilot in it is replaced; anything else in it is left alone and refused. */
  readonly folder: string;
  /** 0..1 */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

export const PILOT_FOLDER = '.castline/pilot';
const STAMP = 'drawing.txt';
/** Raise when pixels change without the drawing's text changing (lighting, blending), or the sound. */
const PAINTER_VERSION = 1;

const filesIn = (folder: string): PilotFiles => ({
  episode: join(folder, 'episode.mp4'),
  castFolder: join(folder, 'cast'),
  truth: join(folder, 'truth.json'),
  boxes: join(folder, 'boxes.json'),
});

/** @throws CancelledError when `signal` aborts; CastlineError when ffmpeg is missing or fails */
export async function makePilot(options: PilotOptions): Promise<PilotFiles> {
  const folder = resolve(options.folder);
  const shots = timeShots();
  const stamp = fingerprint(shots);
  const found = await readStamp(folder);
  if (found === stamp) {
    options.onProgress?.(1);
    return filesIn(folder);
  }
  if (found === '') await refuseForeignFolder(folder);
  // Made beside its place and moved there in one step: whole or not at all.
  const draft = `${folder}.${randomUUID()}.part`;
  try {
    await mkdir(draft, { recursive: true });
    await make(filesIn(draft), { ...options, shots, draft });
    await writeFile(join(draft, STAMP), stamp);
    // Somebody else may make the same pilot meanwhile: theirs is as good, and may be in use by now.
    if ((await readStamp(folder)) === stamp) return filesIn(folder);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(async (error: unknown) => {
      if ((await readStamp(folder)) !== stamp) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return filesIn(folder);
}

const readStamp = (folder: string): Promise<string> => readFile(join(folder, STAMP), 'utf8').catch(() => '');

async function refuseForeignFolder(folder: string): Promise<void> {
  const held = await readdir(folder).catch(() => []);
  if (held.length > 0)
    throw new CastlineError(
      'conflict',
      'PILOT.FOLDER_IN_USE',
      `the pilot needs an empty folder or one that it made, but ${folder} holds ${held[0]}; name another`,
    );
}

async function make(
  files: PilotFiles,
  work: PilotOptions & { shots: readonly TimedShot[]; draft: string },
): Promise<void> {
  const { shots, draft, onProgress, signal } = work;
  await writeFile(files.truth, JSON.stringify(tellTruth(shots), undefined, 1));
  await writeFile(files.boxes, JSON.stringify(tellBoxes(shots), undefined, 1));
  for (const { file, svg } of planCastPictures()) {
    await mkdir(dirname(join(files.castFolder, file)), { recursive: true });
    await writeFile(join(files.castFolder, file), await rasterise(svg, 'png'));
  }
  const sound = join(draft, 'sound.wav');
  await writeFile(sound, synthesise(shots));
  await encode({ sound, episode: files.episode, frames: renderFrames(shots, onProgress), signal });
  await rm(sound);
}

/** Of everything the files depend on: a few drawings of every shot, the script, the truth, the encoder's settings. */
function fingerprint(shots: readonly TimedShot[]): string {
  const hash = createHash('sha256').update(`painter ${PAINTER_VERSION}`);
  for (const shot of shots)
    for (const share of [0, 0.5, 0.9]) {
      const stage = stageAt(shot, Math.floor(shot.script.frames * share));
      hash.update(drawSet(stage)).update(drawItems(stage) ?? '');
    }
  hash
    .update(JSON.stringify(shots))
    .update(JSON.stringify(tellTruth(shots)))
    .update(JSON.stringify(planCastPictures()));
  return hash.update(planEncoding('sound', 'episode').join(' ')).digest('hex');
}
