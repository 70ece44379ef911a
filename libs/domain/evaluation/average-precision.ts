/** A detection that counts, by falling score. */
export interface Mark {
  readonly score: number;
  readonly isRight: boolean;
}

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly score: number;
}

/** Precision and recall after each mark. */
export function precisionRecallCurve(marks: readonly Mark[], trueCount: number): PrecisionRecall[] {
  let right = 0;
  return marks.map(({ score, isRight }, k) => {
    if (isRight) right++;
    return { precision: right / (k + 1), recall: trueCount ? right / trueCount : 0, score };
  });
}

/** All-point average precision: every step of recall times the best precision at that recall or beyond. */
export function averagePrecision(curve: readonly PrecisionRecall[]): number {
  let area = 0;
  let ceiling = 0;
  for (let k = curve.length - 1; k >= 0; k--) {
    ceiling = Math.max(ceiling, curve[k]!.precision);
    area += (curve[k]!.recall - (curve[k - 1]?.recall ?? 0)) * ceiling;
  }
  return area;
}
