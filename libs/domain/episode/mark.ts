import type { TimeSpan } from '../time/time-span.js';

export const MARK_KINDS = ['opening', 'ending', 'credits', 'recap', 'preview', 'other'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** A span that a person marked as no part of the story; clips leave it out unless told otherwise. */
export interface Mark extends TimeSpan {
  readonly kind: MarkKind;
}
