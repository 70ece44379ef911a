import { createHash } from 'node:crypto';
import type { WorkKind } from '#domain/works/work.js';

/** The id of whatever these facts make. */
export function workIdOf(kind: WorkKind, facts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${kind}_${digest.slice(0, 24)}`;
}
