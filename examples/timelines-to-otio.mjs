// Keeps a folder of OTIO files up to date, one for each episode, from Castline's timeline events:
//   CASTLINE_TOKEN=... node examples/timelines-to-otio.mjs localhost:9092 http://localhost:7840 timelines/
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka } from 'kafkajs';

const [broker = 'localhost:9092', api = 'http://localhost:7840', folder = 'timelines'] =
  process.argv.slice(2);
const token = process.env['CASTLINE_TOKEN'];
const headers = token ? { authorization: `Bearer ${token}` } : {};

/** The event says where the timeline is; what is fetched is the latest version, so an event that comes twice does no harm. */
async function writeOtio({ episodeId, version, links }) {
  const response = await fetch(new URL(`${links.exports}/otio`, api), { headers });
  if (response.status === 404) return console.log(`${episodeId} is gone`);
  if (!response.ok) throw new Error(`${api} answers ${response.status} for ${episodeId}`);
  const path = join(folder, `${encodeURIComponent(episodeId)}.otio`);
  await writeFile(`${path}.part`, Buffer.from(await response.arrayBuffer()));
  await rename(`${path}.part`, path); // nobody ever reads half a file
  console.log(`${path} version ${version}`);
}

const consumer = new Kafka({ clientId: 'timelines-to-otio', brokers: [broker] }).consumer({
  groupId: 'timelines-to-otio',
  retry: { restartOnFailure: async () => true }, // the API may be away for a while: the event comes again
});
await mkdir(folder, { recursive: true });
await consumer.connect();
await consumer.subscribe({ topics: ['castline.timeline.v1'], fromBeginning: true });
await consumer.run({ eachMessage: ({ message }) => writeOtio(JSON.parse(message.value.toString())) });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void consumer.disconnect());
