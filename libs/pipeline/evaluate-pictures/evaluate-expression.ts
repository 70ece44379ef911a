import type { ExpressionRow } from '#contracts/labelled-pictures.contract.js';
import type { PictureBox } from '#domain/box/box.js';
import { EXPRESSION_GROUPS, expressionNamed, groupOf } from '#domain/evaluation/expression-groups.js';
import { type ClassificationScore, scoreClasses } from '#domain/evaluation/score-classes.js';
import { headAround } from '#domain/face/estimate-boxes.js';
import { type Expression, EXPRESSIONS } from '#domain/face/face.js';
import { strongestExpression } from '#domain/face/strongest-expression.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { readReference } from '../read-cast/read-reference.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface ExpressionEvaluation {
  readonly seven: ClassificationScore;
  /** Neutral, positive, negative, surprise and fear. */
  readonly four: ClassificationScore;
  /** Pictures whose label is none of the seven. */
  readonly otherLabels: number;
  /** Count as unanswered, as do pictures in which no face is found. */
  readonly failures: EachPicture<unknown>['failures'];
}

/** Which of the seven expressions a face shows, the strongest one being the answer. */
export class EvaluateExpression {
  constructor(private readonly ports: PicturePorts) {}

  async run(rows: readonly ExpressionRow[], run: PictureRun): Promise<ExpressionEvaluation> {
    const labelled = rows.flatMap((row) => {
      const truth = expressionNamed(row.expression);
      return truth === undefined ? [] : [{ ...row, truth }];
    });
    const { results, failures } = await eachPicture(
      labelled.map(({ file }) => file),
      run,
      this.ports,
      (picture, index) => this.readExpression(picture, labelled[index]!),
    );
    const answers = labelled.map(({ truth }, index) => ({ truth, said: results[index] ?? null }));
    const grouped = answers.map(({ truth, said }) => ({
      truth: groupOf(truth),
      said: said && groupOf(said),
    }));
    return {
      seven: scoreClasses(answers, EXPRESSIONS),
      four: scoreClasses(grouped, EXPRESSION_GROUPS),
      otherLabels: rows.length - labelled.length,
      failures,
    };
  }

  /** Of the face in the box, else of the one that the picture is about; null without one. */
  private async readExpression(picture: RgbPicture, { box }: ExpressionRow): Promise<Expression | null> {
    if (box !== null) {
      const [x1, y1, x2, y2] = box;
      const [reading] = await this.ports.recognizer.readHeads(picture, [
        headAround<PictureBox>({ x1, y1, x2, y2 }),
      ]);
      return strongestExpression(reading!.expression);
    }
    const { thresholds } = await this.ports.recognizer.load();
    const read = await readReference(picture, this.ports.recognizer, thresholds.face);
    return read.kind === 'read' ? strongestExpression(read.reading.expression) : null;
  }
}

/** The expression that a picture's own name or its folder's says. */
export function labelByName(file: string): ExpressionRow | undefined {
  const [name = '', folder = ''] = file.split(/[\\/]/).toReversed();
  const label = [name, folder].find((text) => expressionNamed(text) !== undefined);
  return label === undefined ? undefined : { file, expression: label, box: null };
}
