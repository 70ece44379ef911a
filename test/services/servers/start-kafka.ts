import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePort, makeScratch, startServer, type TestServer } from './guarded-process.js';
import { kafkaArtifacts } from './kafka-artifacts.js';

const run = promisify(execFile);

/** Keeps the broker small and quiet: it starts in seconds and shares two cores with the tests. */
const JAVA = ['-Xmx384m', '-Xms64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Apache Kafka from its Maven artifacts: one node that is broker and controller (KRaft), nothing of it beyond loopback. */
export async function startKafka(): Promise<TestServer> {
  const jars = await kafkaArtifacts();
  const [scratch, port, controllerPort] = [await makeScratch('kafka'), await freePort(), await freePort()];
  const properties = join(scratch, 'server.properties');
  await writeFile(properties, propertiesOf(scratch, port, controllerPort));
  await writeFile(join(scratch, 'log4j2.properties'), LOGGING);
  const logging = `-Dlog4j2.configurationFile=${join(scratch, 'log4j2.properties')}`;
  const java = [...JAVA, logging, '-cp', `${jars}/*`];
  const storage = async (...args: string[]): Promise<string> =>
    (await run('java', [...java, 'kafka.tools.StorageTool', ...args], { cwd: scratch })).stdout.trim();
  const id = (await storage('random-uuid')).split('\n').at(-1) ?? '';
  await storage('format', '-t', id, '-c', properties);
  const url = `127.0.0.1:${port}`;
  return startServer({
    name: `Kafka ${await versionOf(jars)}`,
    url,
    scratch,
    command: ['java', ...java, 'kafka.Kafka', properties],
    answers: () => describeCluster(url),
  });
}

function propertiesOf(scratch: string, port: number, controllerPort: number): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${join(scratch, 'kraft')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'broker.heartbeat.interval.ms=500',
    'broker.session.timeout.ms=3000', // how long a broker that was killed waits before it may serve again
    'auto.create.topics.enable=false',
    '',
  ].join('\n');
}

const LOGGING = `
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %m (%c)%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
`;

async function describeCluster(broker: string): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('no broker is registered yet');
  } finally {
    await admin.disconnect();
  }
}

async function versionOf(jars: string): Promise<string> {
  const jar = (await readdir(jars)).find((file) => file.startsWith('kafka_'));
  return /-([\d.]+)\.jar$/.exec(jar ?? '')?.[1] ?? '';
}
