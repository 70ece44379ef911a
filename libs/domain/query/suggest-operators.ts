const OPERATORS = /^(and|or|not)$/i;

/**
 * The query that was probably meant where what was read as one name is several, with an operator in small letters between
 * them or none; undefined where they are not all known.
 */
export function suggestOperators(name: string, known: readonly string[]): string | undefined {
  const names = new Set(known.map((each) => each.toLowerCase()));
  const isKnown = (words: readonly string[]): boolean => names.has(words.join(' ').toLowerCase());
  const words = name.split(' ');
  if (words.some((word) => OPERATORS.test(word))) return withOperators(words, isKnown);
  const border = words.findIndex((_, at) => isKnown(words.slice(0, at)) && isKnown(words.slice(at)));
  if (border < 0) return undefined;
  return `${words.slice(0, border).join(' ')} AND ${words.slice(border).join(' ')}`;
}

function withOperators(
  words: readonly string[],
  isKnown: (words: readonly string[]) => boolean,
): string | undefined {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at <= words.length; at++) {
    const word = words[at];
    if (word !== undefined && !OPERATORS.test(word)) continue;
    const between = words.slice(from, at);
    if (between.length > 0 && !isKnown(between)) return undefined;
    parts.push(...between, ...(word === undefined ? [] : [word.toUpperCase()]));
    from = at + 1;
  }
  return parts.join(' ');
}
