import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import {
  type AddOptions,
  type InstalledModel,
  ModelLibrary,
  type VerifiedModel,
} from '#ports/model-library.port.js';
import { loadDetector, loadEmbedder } from './load-model.js';
import { locateModel, type ModelFolders } from './locate-model.js';
import { ModelError } from './model-error.js';
import { verifyModel } from './verify-model.js';

const MODEL_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** Papers that go with a model. */
const PAPERS = /^(card|readme|licen[cs]e|notice)(\.(md|txt))?$/i;

/** Models in two folders, one of them the user's. */
export class FolderModelLibrary extends ModelLibrary {
  constructor(private readonly folders: ModelFolders) {
    super();
  }

  override async list(): Promise<InstalledModel[]> {
    const [added, shipped] = await Promise.all([namesIn(this.folders.added), namesIn(this.folders.shipped)]);
    const models = await Promise.all([
      ...added.map((name) => describe(join(this.folders.added, name), 'added')),
      ...shipped
        .filter((name) => !added.includes(name))
        .map((name) => describe(join(this.folders.shipped, name), 'shipped')),
    ]);
    return models.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  override async verify(name: string): Promise<VerifiedModel> {
    const folder = locateModel(requireName(name), this.folders);
    if (existsSync(join(folder, 'manifest.json'))) return verifyModel(folder);
    const known = (await this.list()).map((model) => model.name);
    const message = `there is no model ${JSON.stringify(name)}; there are ${known.join(', ')}`;
    throw new CastlineError('not-found', 'MODEL.UNKNOWN', message, { name, known });
  }

  override async add(folder: string, { name: wanted, replace }: AddOptions): Promise<InstalledModel> {
    const { id } = await verifyModel(folder);
    const name = requireName(wanted ?? id);
    this.requireFree(name, replace);
    const place = join(this.folders.added, name);
    const incoming = join(this.folders.added, `.${name}-${randomUUID()}`);
    try {
      await copyModel(folder, incoming);
      await verifyModel(incoming);
      await rm(place, { recursive: true, force: true });
      await rename(incoming, place);
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
    return describe(place, 'added');
  }

  private requireFree(name: string, replace: boolean): void {
    if (existsSync(join(this.folders.shipped, name))) {
      const message = `a model of the name ${name} comes with Castline; add yours under another one (--name)`;
      throw new CastlineError('conflict', 'MODEL.EXISTS', message, { name });
    }
    if (!replace && existsSync(join(this.folders.added, name))) {
      const message = `there is a model ${name} already; add this one under another name (--name) or in its place (--replace)`;
      throw new CastlineError('conflict', 'MODEL.EXISTS', message, { name });
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(folder, name, 'manifest.json')));
}

async function describe(folder: string, origin: InstalledModel['origin']): Promise<InstalledModel> {
  const name = basename(folder);
  const unknown = { name, origin, manifest: null, bytes: null };
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const isEmbedder = (JSON.parse(text) as { task?: unknown } | null)?.task === 'embed';
    const { manifest, bytes } = await (isEmbedder ? loadEmbedder(folder) : loadDetector(folder));
    const { task, id, version, layout, licence } = manifest;
    return {
      name,
      origin,
      manifest: { task, id, version, layout, licence },
      bytes: bytes.length,
      problem: null,
    };
  } catch (error) {
    if (error instanceof ModelError || error instanceof SyntaxError)
      return { ...unknown, problem: error.message };
    throw error;
  }
}

async function copyModel(from: string, to: string): Promise<void> {
  const manifest = await readFile(join(from, 'manifest.json'), 'utf8');
  const { file } = JSON.parse(manifest) as { file: string };
  await mkdir(to, { recursive: true });
  const papers = (await readdir(from)).filter((name) => PAPERS.test(name));
  for (const name of ['manifest.json', file, ...papers]) {
    if ((await stat(join(from, name))).isFile()) await copyFile(join(from, name), join(to, name));
  }
}

function requireName(name: string): string {
  if (MODEL_NAME.test(name)) return name;
  const message = `${JSON.stringify(name)} cannot name a model: expected letters, digits, dots, dashes and underscores, a letter or digit first`;
  throw new CastlineError('usage', 'MODEL.BAD_NAME', message, { name });
}
