import { resolve } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { PlannedClip } from '#pipeline/clip-scenes/plan-clips.js';
import { assertWritableFolder } from '#pipeline/write-output/write-whole.js';

/**
 * Where clips go; null in a dry run.
 * @throws CastlineError usage CLIP.NO_FOLDER, environment OUTPUT.NOT_WRITABLE: before any work
 */
export async function requireFolder({
  out,
  dryRun = false,
}: {
  readonly out?: string;
  readonly dryRun?: boolean;
}): Promise<string | null> {
  if (dryRun) return null;
  if (out === undefined) {
    const message = 'say where the clips go: --out FOLDER (only --dry-run does without)';
    throw new CastlineError('usage', 'CLIP.NO_FOLDER', message);
  }
  const folder = resolve(out);
  await assertWritableFolder(folder);
  return folder;
}

export const spanOf = ({ start, end }: PlannedClip): string => `${start.timecode} - ${end.timecode}`;

/** `(not cut: frames 72 to 143, 3.00 s, Ruby + Violet)` */
export function describePlan({ range, start, end, characters }: PlannedClip): string {
  const shown = characters.length > 0 ? `, ${characters.join(' + ')}` : '';
  const seconds = ((end.ms - start.ms) / 1000).toFixed(2);
  return `(not cut: frames ${range.start} to ${range.end - 1}, ${seconds} s${shown})`;
}

/** What a program is told of a clip. */
export function factsOf({ start, end, range, characters, merit: { traits: _, ...merit } }: PlannedClip) {
  return { start, end, frames: range.end - range.start, characters, merit };
}
