import { ModelError } from '../model-error.js';
import { readCastlineEmbed } from './castline-embed.js';
import { readPlainEmbed } from './plain-embed.js';
import type { Reader } from './reader.js';

/** Every layout that an embedder's manifest may name; a new one is a new file here and a line in this map. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ['castline-embed', readCastlineEmbed],
  ['plain-embed', readPlainEmbed],
]);

export function readerFor(layout: string): Reader {
  const reader = READERS.get(layout);
  if (reader !== undefined) return reader;
  const known = [...READERS.keys()];
  throw new ModelError(
    'MODEL.INVALID',
    `embedder layout ${JSON.stringify(layout)} is unknown; a manifest may name ${known.join(', ')}`,
    { layout, known },
  );
}
