import { EXPRESSIONS, type Expression } from '../face/face.js';
import type { CharacterTerm } from './scene-query.js';
import type { TokenReader } from './token-reader.js';

/** `alice`, `alice:happy`, `alice:form(battle armour)`, or both in either order. */
export function parseCharacter(reader: TokenReader): CharacterTerm {
  const { column } = reader.peek();
  const name = reader.takeWords("expected a character's name, NOT or an opening parenthesis");
  let expression: Expression | null = null;
  let form: string | null = null;
  while (reader.takeIf(':')) {
    if (isForm(reader)) {
      if (form !== null) reader.fail('expected one form only; ask for two with OR');
      form = takeForm(reader);
    } else {
      if (expression !== null) reader.fail('expected one expression only; ask for two with OR');
      expression = takeExpression(reader);
    }
  }
  return { kind: 'character', name, expression, form, closeUp: null, column };
}

function isForm(reader: TokenReader): boolean {
  const token = reader.peek();
  return token.kind === 'name' && token.text.toLowerCase() === 'form';
}

function takeForm(reader: TokenReader): string {
  reader.take();
  if (!reader.takeIf('(')) reader.fail('expected the form in parentheses, such as form(armour)');
  const form = reader.takeWords("expected the form's name");
  if (!reader.takeIf(')')) reader.fail('expected a closing parenthesis after the form');
  return form;
}

function takeExpression(reader: TokenReader): Expression {
  const token = reader.peek();
  const expression = EXPRESSIONS.find((name) => token.kind === 'name' && token.text.toLowerCase() === name);
  if (!expression)
    reader.fail(`expected an expression (${EXPRESSIONS.join(', ')}) or a form, such as form(armour)`);
  reader.take();
  return expression;
}
