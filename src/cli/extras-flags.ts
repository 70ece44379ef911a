import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CutAccount } from '#domain/clips/clip.js';
import type { Extras, ExtrasAccount } from '#domain/clips/extras.js';
import type { Output } from './output.js';

export interface ExtrasFlags {
  readonly subtitles?: boolean;
  readonly chapters?: boolean;
}

export function addExtrasOptions(command: Command): void {
  command
    .option('--subtitles', "take along what the episode's subtitle tracks say in the clip")
    .option('--chapters', "take along the episode's chapters within the clip");
}

export function extrasFrom({ subtitles = false, chapters = false }: ExtrasFlags): Extras {
  return { subtitles, chapters };
}

/** `2 subtitle tracks, 1 chapter`; nothing where none were to be had. */
export function describeExtras({ subtitles, chapters }: ExtrasAccount): string[] {
  const count = (number: number, what: string): string[] =>
    number === 0 ? [] : [`${number} ${what}${number === 1 ? '' : 's'}`];
  return [...count(subtitles, 'subtitle track'), ...count(chapters, 'chapter')];
}

interface MaybeCut {
  readonly path: string | null;
  readonly cut: CutAccount | null;
}

/** Each reason once, however many clips it holds for. */
export function warnOfLeftOut(clips: readonly MaybeCut[], output: Pick<Output, 'warn'>): void {
  const namesBy = new Map<string, string[]>();
  for (const { path, cut } of clips)
    for (const reason of cut?.extras?.leftOut ?? [])
      namesBy.set(reason, [...(namesBy.get(reason) ?? []), basename(path ?? '')]);
  for (const [reason, names] of namesBy)
    output.warn(`left out of ${names.length === 1 ? names[0] : `${names.length} clips`}: ${reason}`);
}
