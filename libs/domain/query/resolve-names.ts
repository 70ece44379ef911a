import { CastlineError } from '../errors/castline-error.js';
import type { Timeline, TimelineCharacter } from '../timeline/timeline.js';
import { pointInto } from './query-syntax-error.js';
import { charactersOf, type SceneQuery } from './scene-query.js';
import { suggestName } from './suggest-name.js';
import { suggestOperators } from './suggest-operators.js';

/** Who is meant by each name of a query. A member of the cast who does not appear is known, but nowhere: null. */
export type MeantCharacters = ReadonlyMap<string, TimelineCharacter | null>;

/**
 * Finds the characters that a query names; case does not count where the exact name is nobody's.
 * @throws CastlineError not-found QUERY.UNKNOWN_CHARACTER with the nearest name
 */
export function resolveNames(
  tree: SceneQuery,
  timeline: Timeline,
  query: string,
  alsoKnown: readonly string[] = [],
): MeantCharacters {
  const found = new Map<string, TimelineCharacter | null>();
  const known = [...knownNames(timeline), ...alsoKnown];
  for (const { name, column } of charactersOf(tree)) {
    const meant =
      known.find((each) => each === name) ?? known.find((each) => each.toLowerCase() === name.toLowerCase());
    if (meant === undefined) throw unknownCharacter({ name, column, known, query });
    found.set(name, timeline.characters.find((character) => character.name === meant) ?? null);
  }
  return found;
}

/** Everybody who is somebody of an episode, on screen or not. */
export function knownNames({ characters, cast }: Timeline): string[] {
  return [...characters.map(({ name }) => name), ...cast];
}

interface UnknownName {
  readonly name: string;
  readonly column: number;
  readonly known: readonly string[];
  readonly query: string;
}

function unknownCharacter({ name, column, known, query }: UnknownName): CastlineError {
  const meant = suggestOperators(name, known);
  const nearest = meant === undefined ? suggestName(name, known) : undefined;
  const suggestion = meant ?? (nearest && JSON.stringify(nearest));
  const hint = suggestion
    ? `did you mean ${suggestion}?`
    : `known here: ${[...new Set(known)].join(', ') || 'nobody'}`;
  const message = `${JSON.stringify(name)} is nobody of this episode; ${hint}\n${pointInto(query, column)}`;
  return new CastlineError('not-found', 'QUERY.UNKNOWN_CHARACTER', message, { name, column, query, nearest });
}
