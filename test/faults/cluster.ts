// The distributed form as it is run: its servers and any number of each app, every one a process with a home and a port of
// its own, which tests kill, pause and start again.
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT, Workplace } from '../fixtures/processes/castline-cli.js';
import { CastlineServer } from '../fixtures/processes/castline-server.js';
import { freePort, type TestServer } from '../services/servers/guarded-process.js';
import { startKafka } from '../services/servers/start-kafka.js';
import { startMongodb } from '../services/servers/start-mongodb.js';
import { startRedis } from '../services/servers/start-redis.js';

export const APPS = ['api', 'analyzer', 'cast', 'editor', 'publisher'] as const;
export type AppKind = (typeof APPS)[number];

export interface ClusterPlan {
  /** How many of each; one where nothing is said. */
  readonly apps?: Partial<Record<AppKind, number>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands between the apps and MongoDB, if anything. */
  readonly mongodbThrough?: (url: string) => Promise<string>;
}

const READY_MS = 60_000;

/** One app: the same home and port each time that it is started. */
export class App {
  private child: ChildProcess | undefined;
  private readonly log: string;

  constructor(
    readonly kind: AppKind,
    readonly home: string,
    readonly port: number,
    private readonly place: Workplace,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.log = `${home}.log`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it has said since it was first started. */
  get words(): string {
    return readFileSync(this.log, 'utf8');
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.kind} does not run`);
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** @param under what runs the app, such as a shell that sets limits: words before its own command */
  start(under: readonly string[] = []): void {
    mkdirSync(this.home, { recursive: true });
    const [program = '', ...words] = [
      ...under,
      process.execPath,
      join(PROJECT, `dist/src/${this.kind}/main.js`),
    ];
    const env = this.place.environment({
      CASTLINE_PORT: String(this.port),
      CASTLINE_HOME: this.home,
      ...this.env,
    });
    const child = spawn(program, words, { cwd: this.home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.setEncoding('utf8').on('data', (text: string) => appendFileSync(this.log, text));
    }
    this.child = this.place.adopt(child);
  }

  async untilReady(): Promise<void> {
    const giveUpAt = performance.now() + READY_MS;
    while (!(await this.isReady())) {
      if (!this.isRunning || performance.now() > giveUpAt)
        throw new Error(`${this.kind} is not ready; the end of its log:\n${this.words.slice(-3000)}`);
      await sleep(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async restart(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.end(signal);
    this.start();
    await this.untilReady();
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false;
    }
  }
}

export class Cluster {
  readonly apps: App[] = [];

  private constructor(
    readonly place: Workplace,
    readonly mongodb: TestServer,
    readonly redis: TestServer,
    readonly kafka: TestServer,
    /** The database itself, with nothing between. */
    readonly databaseUrl: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async open({ apps = {}, env = {}, mongodbThrough }: ClusterPlan = {}): Promise<Cluster> {
    const [mongodb, redis, kafka] = await Promise.all([startMongodb(), startRedis(), startKafka()]);
    const databaseUrl = `${mongodb.url}/castline`;
    const settings = {
      CASTLINE_MONGODB_URL: (await mongodbThrough?.(databaseUrl)) ?? databaseUrl,
      CASTLINE_REDIS_URL: redis.url,
      CASTLINE_KAFKA_BROKERS: kafka.url,
      CASTLINE_STRETCH_SECONDS: '5',
      CASTLINE_LEASE_SECONDS: '3',
      CASTLINE_REQUESTS_PER_MINUTE: '0',
      ...env,
    };
    const cluster = new Cluster(await Workplace.open(), mongodb, redis, kafka, databaseUrl, settings);
    for (const kind of APPS) {
      for (let count = apps[kind] ?? 1; count > 0; count--) (await cluster.add(kind)).start();
    }
    await cluster.untilReady();
    return cluster;
  }

  /** One more, not started yet. */
  async add(kind: AppKind, env: Readonly<Record<string, string>> = {}): Promise<App> {
    const home = this.place.path(`${kind}-${this.apps.length}`);
    const app = new App(kind, home, await freePort(), this.place, { ...this.env, ...env });
    this.apps.push(app);
    return app;
  }

  of(kind: AppKind): App[] {
    return this.apps.filter((app) => app.kind === kind);
  }

  one(kind: AppKind): App {
    const [app] = this.of(kind);
    if (!app) throw new Error(`there is no ${kind}`);
    return app;
  }

  /** What speaks to an api, with this token where one is needed. */
  client(token?: string, api = this.one('api')): CastlineServer {
    return new Client(api.url, token);
  }

  async untilReady(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.untilReady()));
  }

  async close(): Promise<void> {
    await this.place.close();
    await Promise.all([this.mongodb.stop(), this.redis.stop(), this.kafka.stop()]);
  }
}

/** It outlives the process that it speaks to. */
class Client extends CastlineServer {
  constructor(
    url: string,
    private readonly token: string | undefined,
  ) {
    super(new ChildProcess(), url, () => ''); // which never ends, as it was never begun
  }

  override fetch(path: string, options: RequestInit = {}): Promise<Response> {
    const headers = new Headers(options.headers);
    if (this.token !== undefined) headers.set('Authorization', `Bearer ${this.token}`);
    return super.fetch(path, { signal: AbortSignal.timeout(30_000), ...options, headers });
  }
}
