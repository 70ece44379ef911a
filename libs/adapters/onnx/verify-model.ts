import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifiedModel } from '#ports/model-library.port.js';
import { Detector } from './detector.js';
import { Embedder } from './embedder.js';
import { loadDetector, loadEmbedder } from './load-model.js';
import { ModelError } from './model-error.js';

/** Opening a model runs it once on a blank picture and reads the answer by its layout. @throws ModelError */
export async function verifyModel(folder: string): Promise<VerifiedModel> {
  return (await taskOf(folder)) === 'detect' ? verifyDetector(folder) : verifyEmbedder(folder);
}

async function verifyDetector(folder: string): Promise<VerifiedModel> {
  const loaded = await loadDetector(folder);
  const detector = await Detector.open(loaded, 1);
  const { id, version, layout } = loaded.manifest;
  const { width, height } = loaded.manifest.input;
  const blank = { format: 'rgb24', width, height, data: new Uint8Array(width * height * 3) } as const;
  const found = await detector.detect(blank).finally(() => detector.close());
  const trial = `layout ${layout} at ${width}x${height}: ${found.length} faces in a blank picture`;
  return { task: 'detect', id, version, trial };
}

async function verifyEmbedder(folder: string): Promise<VerifiedModel> {
  const loaded = await loadEmbedder(folder);
  const embedder = await Embedder.open(loaded, 1);
  await embedder.close();
  const { id, version, input, layout, dimensions } = loaded.manifest;
  const trial = `layout ${layout} at ${input.width}x${input.height}: ${dimensions} numbers for a blank picture`;
  return { task: 'embed', id, version, trial };
}

/** Which of the two manifests it is; anything else is left to the detector's, which then says what is missing. */
async function taskOf(folder: string): Promise<string> {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = `there is no model manifest ${path}; a model is a folder with manifest.json and the ONNX file that it names`;
    throw new ModelError('MODEL.MISSING', message, { path }, { cause });
  });
  try {
    const task = (JSON.parse(text) as { task?: unknown } | null)?.task;
    return task === 'embed' ? 'embed' : 'detect';
  } catch (cause) {
    throw new ModelError('MODEL.INVALID', `${path} is not JSON; restore the manifest`, { path }, { cause });
  }
}
