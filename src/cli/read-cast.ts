import { NO_CAST } from '#pipeline/analyze-episode.js';
import { type ReadCast, ReadCastFolder } from '#pipeline/read-cast/read-cast-folder.js';
import type { CommandContext } from './run-command.js';

/** The cast folder's references, with a warning for each picture that cannot be used; nobody without a folder. */
export async function readCast(
  folder: string | undefined,
  { system, output, signal }: CommandContext,
): Promise<ReadCast> {
  if (folder === undefined) return { ...NO_CAST, heads: [], portraits: [] };
  output.progress({ stage: 'cast', fraction: 0 });
  const cast = await new ReadCastFolder(system.pictures, system.recognizer).run(folder, signal);
  for (const warning of cast.warnings) output.warn(warning);
  return { ...cast, warnings: [] };
}
