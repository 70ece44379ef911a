import { EXPRESSIONS, type Expression } from './face.js';

/** The expression of the greatest probability; `neutral` for an empty list and in a tie with it. */
export function strongestExpression(probabilities: ArrayLike<number>): Expression {
  let best: Expression = 'neutral';
  let bestProbability = probabilities[0] ?? 0;
  EXPRESSIONS.forEach((expression, index) => {
    const probability = probabilities[index] ?? 0;
    if (probability > bestProbability) [best, bestProbability] = [expression, probability];
  });
  return best;
}
