// Prints what happens in Castline, each event once: node examples/follow-events.mjs localhost:9092
import { Kafka } from 'kafkajs';

const [broker = 'localhost:9092', group = 'follow-events'] = process.argv.slice(2);
const topics = ['episode', 'timeline', 'character', 'clip', 'answer'].map((name) => `castline.${name}.v1`);
const consumer = new Kafka({ clientId: group, brokers: [broker] }).consumer({ groupId: group });
const seen = new Set(); // an event may come twice, under the same id; a real reader keeps these with what it makes of them

await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message: { headers, value } }) => {
    const [id, type, subject] = ['ce_id', 'ce_type', 'ce_subject'].map((name) => headers?.[name]?.toString());
    if (seen.has(id)) return;
    seen.add(id);
    console.log(type, subject, value?.toString());
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void consumer.disconnect());
