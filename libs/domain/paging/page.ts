import { CastlineError } from '../errors/castline-error.js';

/** A part of a list that is ordered newest first. */
export interface PageRequest {
  readonly limit: number;
  /** `next` of the page before; absent for the first. */
  readonly after?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  /** To ask on with; null where nothing follows. */
  readonly next: string | null;
}

/** Where an item stands in such a list; says nothing of the item, so it outlasts its deletion. */
export interface ListPlace {
  readonly createdAt: string;
  /** Among items of one moment. */
  readonly sequence: number;
}

/** @param found in order, one more than the page holds where there is one more */
export function pageOf<Row, Item>(
  found: readonly Row[],
  { limit }: PageRequest,
  placeOf: (row: Row) => ListPlace,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = last !== undefined && found.length > limit ? cursorOf(placeOf(last)) : null;
  return { items: shown.map(itemOf), next };
}

/** @throws CastlineError usage PAGE.UNKNOWN */
export function placeAfter({ after }: PageRequest): ListPlace | undefined {
  if (after === undefined) return undefined;
  const [, sequence, createdAt] = /^(\d{1,15})\.([\dTZ:.-]{1,40})$/.exec(after) ?? [];
  if (sequence === undefined || createdAt === undefined)
    throw new CastlineError('usage', 'PAGE.UNKNOWN', 'after: expected the `next` of the page before', {
      after,
    });
  return { createdAt, sequence: Number(sequence) };
}

function cursorOf({ createdAt, sequence }: ListPlace): string {
  return `${sequence}.${createdAt}`;
}
