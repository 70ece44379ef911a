import type { SceneQuery } from './scene-query.js';
import type { TokenReader } from './token-reader.js';

/** A face that fills a third of the picture's height is close. */
const DEFAULT_CLOSE_UP = 1 / 3;

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60 };

/** Reads what stands behind a scene, each applied to all that is before it: `alice CLOSEUP >= 2s`. */
export function parseModifiers(reader: TokenReader, scene: SceneQuery): SceneQuery {
  const { column } = reader.peek();
  if (reader.takeIf('SOLO')) return parseModifiers(reader, { kind: 'solo', operand: scene });
  if (reader.takeIf('>='))
    return parseModifiers(reader, { kind: 'lasting', operand: scene, seconds: takeDuration(reader) });
  if (reader.takeIf('CLOSEUP')) return parseModifiers(reader, closeUpOf(scene, reader, column));
  if (reader.takeIf('WITHIN')) return parseModifiers(reader, withinOf(scene, reader, column));
  return scene;
}

function closeUpOf(scene: SceneQuery, reader: TokenReader, column: number): SceneQuery {
  if (scene.kind !== 'character')
    reader.fail('CLOSEUP stands right behind one name: alice CLOSEUP AND bob CLOSEUP', column);
  return { ...scene, closeUp: takeShare(reader) };
}

function withinOf(scene: SceneQuery, reader: TokenReader, column: number): SceneQuery {
  const terms = conjunctsOf(scene);
  if (terms.length < 2)
    reader.fail('WITHIN stands behind a parenthesis with AND in it: (alice AND bob) WITHIN 5s', column);
  if (terms.some((term) => term.kind === 'not'))
    reader.fail('WITHIN joins scenes, not their absence: (alice AND bob) WITHIN 5s AND NOT carol', column);
  return { kind: 'within', terms, seconds: takeDuration(reader) };
}

/** The sides of a chain of ANDs. */
function conjunctsOf(query: SceneQuery): SceneQuery[] {
  return query.kind === 'and' ? [...conjunctsOf(query.left), ...conjunctsOf(query.right)] : [query];
}

/** `3s`, `2.5 s`, `500ms`, `2min` in seconds. */
function takeDuration(reader: TokenReader): number {
  const { kind, text, column } = reader.peek();
  const match = kind === 'name' ? /^(\d+(?:\.\d+)?)(ms|s|min)?$/.exec(text) : null;
  if (!match) reader.fail('expected a duration, such as 5s, 500ms or 2min');
  reader.take();
  const unit = match[2] ?? (reader.peek().kind === 'name' ? reader.take().text : '');
  const scale = SECONDS_PER_UNIT[unit];
  if (scale === undefined)
    reader.fail('expected a duration with its unit, such as 5s, 500ms or 2min', column);
  return Number(match[1]) * scale;
}

/** `(0.4)` or `(40%)`; the default where no parenthesis follows. */
function takeShare(reader: TokenReader): number {
  if (!reader.takeIf('(')) return DEFAULT_CLOSE_UP;
  const { kind, text } = reader.peek();
  const match = kind === 'name' ? /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text) : null;
  const share = match ? Number(match[1]) / (match[2] ? 100 : 1) : 0;
  if (!(share > 0 && share <= 1))
    reader.fail("expected a share of the picture's height over 0 up to 1, such as 0.4 or 40%");
  reader.take();
  if (!reader.takeIf(')')) reader.fail('expected a closing parenthesis after the share');
  return share;
}
