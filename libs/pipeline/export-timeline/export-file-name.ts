import type { EditList } from '#domain/interchange/edit-list.js';
import { toNumber } from '#domain/time/rational.js';
import { safeFileName } from '../write-output/safe-file-name.js';

export interface FileKind {
  readonly extension: string;
  /** Counted from 1; null where there is one file only. */
  readonly part: number | null;
}

/** `Episode-01_alice-AND-bob_23.976fps_2.edl`: an EDL does not say its frame rate anywhere else. */
export function exportFileName({ title, query, timecode }: EditList, { extension, part }: FileKind): string {
  const { rate, isDropFrame } = timecode;
  const parts = [
    safeFileName(title),
    ...(query === null ? [] : [safeFileName(query)]),
    `${Number(toNumber(rate).toFixed(3))}${isDropFrame ? 'df' : 'fps'}`,
    ...(part === null ? [] : [String(part)]),
  ];
  return `${parts.join('_')}.${extension}`;
}
