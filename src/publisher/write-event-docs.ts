// Writes the AsyncAPI document and the JSON schemas of events and commands into a folder, from the contracts alone.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeEventApi, describeSchemas } from '#contracts/events/describe-event-api.js';

const [folder = '.'] = process.argv.slice(2);
const schemas = join(folder, 'schemas');
await rm(schemas, { recursive: true, force: true });
await mkdir(schemas, { recursive: true });
const textOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
await writeFile(join(folder, 'asyncapi.json'), textOf(describeEventApi()));
for (const [type, schema] of Object.entries(describeSchemas())) {
  await writeFile(join(schemas, `${type}.schema.json`), textOf(schema));
}
