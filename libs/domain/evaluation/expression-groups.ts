import type { Expression } from '../face/face.js';

/** Four groups that people agree on better than on seven expressions. */
export const EXPRESSION_GROUPS = ['neutral', 'positive', 'negative', 'surprise-fear'] as const;
export type ExpressionGroup = (typeof EXPRESSION_GROUPS)[number];

const GROUP_OF: Readonly<Record<Expression, ExpressionGroup>> = {
  neutral: 'neutral',
  happy: 'positive',
  angry: 'negative',
  sad: 'negative',
  disgust: 'negative',
  surprise: 'surprise-fear',
  fear: 'surprise-fear',
};

export function groupOf(expression: Expression): ExpressionGroup {
  return GROUP_OF[expression];
}

/** What expression sets and sprite packs call the seven; everything else is none of them. */
const NAMES: Readonly<Record<string, Expression>> = {
  neutral: 'neutral',
  happy: 'happy',
  happiness: 'happy',
  joy: 'happy',
  smile: 'happy',
  laugh: 'happy',
  angry: 'angry',
  anger: 'angry',
  sad: 'sad',
  sadness: 'sad',
  surprise: 'surprise',
  surprised: 'surprise',
  fear: 'fear',
  fearful: 'fear',
  afraid: 'fear',
  disgust: 'disgust',
  disgusted: 'disgust',
};

/** The expression that a label, folder or file name means by the one word of it that is one (`apron_smile_2` is happy). */
export function expressionNamed(label: string): Expression | undefined {
  const words = label.toLowerCase().split(/[^a-z]+/);
  const [expression, ...others] = new Set(
    words.flatMap((word) => (Object.hasOwn(NAMES, word) ? [NAMES[word]!] : [])),
  );
  return others.length === 0 ? expression : undefined;
}
