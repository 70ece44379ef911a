import type { PoseRow } from '#contracts/labelled-pictures.contract.js';
import type { PictureBox } from '#domain/box/box.js';
import { type PoseScore, scorePoses } from '#domain/evaluation/score-poses.js';
import { headAround } from '#domain/face/estimate-boxes.js';
import type { Pose } from '#domain/face/pose.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { readReference } from '../read-cast/read-reference.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface PoseEvaluation extends PoseScore {
  /** Count as unanswered, as do pictures in which no face is found. */
  readonly failures: EachPicture<unknown>['failures'];
}

/** How far the head's yaw, pitch and roll are from the truth. */
export class EvaluatePose {
  constructor(private readonly ports: PicturePorts) {}

  async run(rows: readonly PoseRow[], run: PictureRun): Promise<PoseEvaluation> {
    const files = rows.map(({ file }) => file);
    const { results, failures } = await eachPicture(files, run, this.ports, (picture, index) =>
      this.readPose(picture, rows[index]!),
    );
    const pairs = rows.map(({ pose }, index) => ({ truth: pose, said: results[index] ?? null }));
    return { ...scorePoses(pairs), failures };
  }

  /** Of the face in the box, else of the one that the picture is about; null without one, or without an answer. */
  private async readPose(picture: RgbPicture, { box }: PoseRow): Promise<Pose | null> {
    const { recognizer } = this.ports;
    if (box !== null) {
      const [x1, y1, x2, y2] = box;
      const [reading] = await recognizer.readHeads(picture, [headAround<PictureBox>({ x1, y1, x2, y2 })]);
      return reading?.pose ?? null;
    }
    const { thresholds } = await recognizer.load();
    const read = await readReference(picture, recognizer, thresholds.face);
    return read.kind === 'read' ? (read.reading.pose ?? null) : null;
  }
}
