import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { projectFolder } from '#platform/project-folder.js';
import { freePort, makeScratch, startServer, type TestServer } from './guarded-process.js';

const run = promisify(execFile);

/** Its Go code and the versions of everything in it. */
const SOURCE = 'test/services/servers/mongodb';

/** FerretDB on SQLite, one command at a time (see its main.go); built with Go at first use, and kept. */
export async function startMongodb(): Promise<TestServer> {
  const program = await buildServer();
  const port = await freePort();
  const scratch = await makeScratch('mongodb');
  return startServer({
    name: 'FerretDB 1.24.2 on SQLite',
    url: `mongodb://127.0.0.1:${port}`,
    scratch,
    command: [program, `127.0.0.1:${port}`, scratch],
    answers: () => ping(`mongodb://127.0.0.1:${port}`),
  });
}

/** The server that CASTLINE_TEST_MONGODB_URL names, or one of this process's own. */
export async function useMongodb(): Promise<Pick<TestServer, 'url' | 'stop' | 'name'>> {
  const url = process.env['CASTLINE_TEST_MONGODB_URL'];
  return url
    ? { url, name: 'the server of CASTLINE_TEST_MONGODB_URL', stop: async () => undefined }
    : startMongodb();
}

/** The URL of a database of its own on this server. */
export function freshDatabase(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/castline-test-${randomUUID().slice(0, 13)}`;
  return url.href;
}

export async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}

async function ping(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

async function buildServer(): Promise<string> {
  const source = join(projectFolder(), SOURCE);
  const digest = createHash('sha256');
  for (const name of (await readdir(source)).sort())
    digest.update(name).update(await readFile(join(source, name)));
  const folder = join(tmpdir(), `castline-test-servers-${process.getuid?.() ?? 0}`);
  const program = join(folder, `mongodb-${digest.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const building = await mkdtemp(join(folder, 'build-'));
  try {
    for (const name of await readdir(source)) await copyFile(join(source, name), join(building, name));
    await run('go', ['build', '-o', 'server', '.'], { cwd: building }).catch((cause: unknown) => {
      throw new Error('the MongoDB server for tests could not be built: is Go 1.24 or newer here?', {
        cause,
      });
    });
    await rename(join(building, 'server'), program);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return program;
}
