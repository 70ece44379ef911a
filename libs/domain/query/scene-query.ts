import type { Expression } from '../face/face.js';

/** A scene query as a tree; what `parseSceneQuery` makes of "alice AND NOT (bob OR carol:happy)". */
export type SceneQuery =
  | {
      readonly kind: 'character';
      readonly name: string;
      readonly expression: Expression | null;
      readonly column: number;
    }
  | { readonly kind: 'and' | 'or'; readonly left: SceneQuery; readonly right: SceneQuery }
  | { readonly kind: 'not'; readonly operand: SceneQuery };

/** Every character a query speaks of, in order of mention, each once. */
export function charactersOf(query: SceneQuery): { readonly name: string; readonly column: number }[] {
  const found = new Map<string, number>();
  const visit = (node: SceneQuery): void => {
    switch (node.kind) {
      case 'character':
        if (!found.has(node.name)) found.set(node.name, node.column);
        return;
      case 'not':
        return visit(node.operand);
      case 'and':
      case 'or':
        visit(node.left);
        visit(node.right);
    }
  };
  visit(query);
  return [...found].map(([name, column]) => ({ name, column }));
}
