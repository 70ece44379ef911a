import type { Expression } from '../face/face.js';

/** One character as a query asks for them; `column` is where the name stands, counted from 1. */
export interface CharacterTerm {
  readonly kind: 'character';
  readonly name: string;
  readonly expression: Expression | null;
  readonly form: string | null;
  /** Face height as a share of the picture's height from which on a face counts as close; null: any size. */
  readonly closeUp: number | null;
  readonly column: number;
}

/** A scene query as a tree; what `parseSceneQuery` makes of "alice AND NOT (bob OR carol:happy)". */
export type SceneQuery =
  | CharacterTerm
  | { readonly kind: 'and' | 'or'; readonly left: SceneQuery; readonly right: SceneQuery }
  | { readonly kind: 'not'; readonly operand: SceneQuery }
  /** Nobody else on screen than whom the operand names. */
  | { readonly kind: 'solo'; readonly operand: SceneQuery }
  /** Only stretches at least this long. */
  | { readonly kind: 'lasting'; readonly operand: SceneQuery; readonly seconds: number }
  /** Stretches of all terms that follow each other by no more than this. */
  | { readonly kind: 'within'; readonly terms: readonly SceneQuery[]; readonly seconds: number };

/** Every character a query speaks of, in order of mention, as often as it does. */
export function termsOf(query: SceneQuery): CharacterTerm[] {
  switch (query.kind) {
    case 'character':
      return [query];
    case 'not':
    case 'solo':
    case 'lasting':
      return termsOf(query.operand);
    case 'and':
    case 'or':
      return [...termsOf(query.left), ...termsOf(query.right)];
    case 'within':
      return query.terms.flatMap(termsOf);
  }
}

/** Names of the characters that a query wants to see: those that it speaks of outside of any NOT, each once. */
export function soughtNames(query: SceneQuery): string[] {
  switch (query.kind) {
    case 'character':
      return [query.name];
    case 'not':
      return [];
    case 'solo':
    case 'lasting':
      return soughtNames(query.operand);
    case 'and':
    case 'or':
      return [...new Set([...soughtNames(query.left), ...soughtNames(query.right)])];
    case 'within':
      return [...new Set(query.terms.flatMap(soughtNames))];
  }
}

/** Every name a query speaks of, in order of mention, each once. */
export function charactersOf(query: SceneQuery): { readonly name: string; readonly column: number }[] {
  const found = new Map<string, number>();
  for (const { name, column } of termsOf(query)) if (!found.has(name)) found.set(name, column);
  return [...found].map(([name, column]) => ({ name, column }));
}
