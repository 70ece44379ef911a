import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { freePort, makeScratch, startServer, type TestServer } from './guarded-process.js';

const run = promisify(execFile);

/** Debian's redis-server (`apt-get install redis-server`), keeping nothing on disk: killed and started again, it is empty. */
export async function startRedis(): Promise<TestServer> {
  const version = await run('redis-server', ['--version']).catch((cause: unknown) => {
    throw new Error('redis-server was not found: apt-get install -y redis-server', { cause });
  });
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return startServer({
    name: `Redis ${/v=([\d.]+)/.exec(version.stdout)?.[1] ?? ''}`,
    url: `redis://127.0.0.1:${port}`,
    scratch: await makeScratch('redis'),
    command: ['redis-server', ...options],
    answers: async () => {
      await tellRedis(port, 'PING');
    },
  });
}

/** One command in one connection, with the first line of the answer: enough for tests to change a server's settings. */
function tellRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.once('data', (data) => {
      socket.end();
      const [line = ''] = data.toString().split('\r\n');
      if (line.startsWith('-')) reject(new Error(line));
      else resolve(line);
    });
    socket.once('error', reject);
  });
}

/** The Redis that CASTLINE_TEST_REDIS_URL names, or one of this process's own. */
export async function useRedis(): Promise<Pick<TestServer, 'url' | 'stop'>> {
  const url = process.env['CASTLINE_TEST_REDIS_URL'];
  return url ? { url, stop: async () => undefined } : startRedis();
}
