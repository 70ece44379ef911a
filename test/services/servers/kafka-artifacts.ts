import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Beside the sources: the tests run from the project's folder, compiled. */
const POM = resolve('test/services/servers/kafka/pom.xml');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies';

/**
 * The folder with the jars of Kafka, as Maven gives them; made once and kept for later runs. Several processes may ask at
 * once: each makes its own, and the first to finish gives it the name.
 */
export async function kafkaArtifacts(): Promise<string> {
  const folder = join(tmpdir(), `castline-kafka-jars-${process.getuid?.() ?? 0}`);
  if (await hasJars(folder)) return folder;
  const making = await mkdtemp(`${folder}-`);
  try {
    await copyFile(POM, join(making, 'pom.xml'));
    await mkdir(join(making, 'lib'));
    await copyDependencies(making);
    await rename(join(making, 'lib'), folder).catch(async (error: unknown) => {
      if (!(await hasJars(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Out of Maven's own store where it has them all; else they are fetched. */
async function copyDependencies(folder: string): Promise<void> {
  const options = ['-q', '-B', COPY, `-DoutputDirectory=${join(folder, 'lib')}`];
  try {
    await run('mvn', ['-o', ...options], { cwd: folder });
  } catch {
    await run('mvn', options, { cwd: folder }).catch((cause: unknown) => {
      throw new Error('Kafka could not be fetched: Maven and Java 17 are needed, and a repository in reach', {
        cause,
      });
    });
  }
}

async function hasJars(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch(() => []);
  return files.some((file) => file.startsWith('kafka_'));
}
