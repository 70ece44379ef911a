import { readCastlineEmbed } from './castline-embed.js';
import type { Reader } from './reader.js';

/**
 * Layout `plain-embed` (CCIP's feature model, ArcFace and the like): embedding [crops, dimensions] and, as a rule, nothing else. Where such a manifest
 * names more outputs they are read as Castline's own are.
 */
export const readPlainEmbed: Reader = (request) => readCastlineEmbed(request);
