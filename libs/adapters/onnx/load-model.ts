import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelIdentity } from '#ports/face-recognizer.port.js';
import { DetectorManifest, EmbedderManifest } from './manifest.js';
import { ModelError } from './model-error.js';

/** A model as read and verified; plain data, so that it can be handed to a worker thread. */
interface LoadedModel<Manifest> {
  /** The model file's path, for messages. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly bytes: Uint8Array;
}

export type LoadedDetector = LoadedModel<DetectorManifest>;
export type LoadedEmbedder = LoadedModel<EmbedderManifest>;

/** Reads `folder`/manifest.json and the model beside it. @throws ModelError */
export async function loadDetector(folder: string): Promise<LoadedDetector> {
  return loadModel(folder, DetectorManifest);
}

/** Reads `folder`/manifest.json and the model beside it. @throws ModelError */
export async function loadEmbedder(folder: string): Promise<LoadedEmbedder> {
  return loadModel(folder, EmbedderManifest);
}

export function identityOf({ manifest }: LoadedDetector | LoadedEmbedder): ModelIdentity {
  const { id, version, sha256 } = manifest;
  return { id, version, sha256, recipe: recipeOf(manifest) };
}

/** A detector's thresholds decide what is found; an embedder's only what its readings are taken for. */
function recipeOf({
  licence: _licence,
  thresholds,
  ...deciding
}: DetectorManifest | EmbedderManifest): string {
  const content = deciding.task === 'detect' ? { ...deciding, thresholds } : deciding;
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

async function loadModel<Manifest extends { file: string; sha256: string }>(
  folder: string,
  schema: z.ZodType<Manifest>,
): Promise<LoadedModel<Manifest>> {
  const manifestPath = join(folder, 'manifest.json');
  const manifest = parseManifest(manifestPath, await readModelFile(manifestPath), schema);
  const path = join(folder, manifest.file);
  const bytes = await readModelFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest.sha256) {
    throw new ModelError(
      'MODEL.CHECKSUM',
      `${path} is not the model of its manifest: expected sha256 ${manifest.sha256}, got ${sha256}; ` +
        'the file is damaged or was exchanged: install it again, or, if the model is yours, put the new sum into manifest.json',
      { path, expected: manifest.sha256, got: sha256 },
    );
  }
  return { path, manifest, bytes };
}

function parseManifest<Manifest>(path: string, bytes: Uint8Array, schema: z.ZodType<Manifest>): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelError('MODEL.INVALID', `${path} is not JSON; restore the manifest`, { path }, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error);
  throw new ModelError('MODEL.INVALID', `${path} is not a usable model manifest; correct this:\n${faults}`, {
    path,
  });
}

async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(
      'MODEL.MISSING',
      `the model file ${path} cannot be read (${reason}); install it there or name another models folder`,
      { path },
      { cause },
    );
  }
}
