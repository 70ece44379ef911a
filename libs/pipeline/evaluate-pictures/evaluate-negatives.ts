import { dirname } from 'node:path';
import { bootstrapInterval, type Interval } from '#domain/evaluation/bootstrap.js';
import type { Face } from '#domain/face/face.js';
import type { Gallery } from '#domain/identity/gallery.js';
import { matchFaces } from '#domain/identity/match-face.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface NegativesRequest extends PictureRun {
  /** Pictures that show nobody. */
  readonly files: readonly string[];
  /** Also ask who it is, as `castline who` would. */
  readonly gallery?: Gallery | undefined;
}

interface FalseAlarm {
  readonly file: string;
  /** Of the surest one: the detector's score and the embedder's probability that it is a face. */
  readonly score: number;
  readonly faceness: number;
  /** Somebody of the cast who was seen in it. */
  readonly name: string | null;
}

export interface AlarmShare {
  readonly folder: string;
  readonly pictures: number;
  /** Pictures in which the detector alone finds a face. */
  readonly detected: number;
  /** Of these, pictures in which the embedder takes one for a face as well: they would get into a timeline. */
  readonly alarms: number;
  /** Of all, pictures in which somebody of the cast is seen. */
  readonly named: number;
}

export interface NegativesEvaluation {
  readonly folders: readonly AlarmShare[];
  readonly total: AlarmShare;
  /** 95 % of the share of pictures with an alarm. */
  readonly interval: Interval | null;
  /** The surest first. */
  readonly alarms: readonly FalseAlarm[];
  readonly failures: EachPicture<unknown>['failures'];
}

interface Outcome {
  readonly file: string;
  readonly isDetected: boolean;
  readonly alarm: FalseAlarm | null;
  readonly isNamed: boolean;
}

/** How often a ball, a room or a lamp is taken for a character's face. */
export class EvaluateNegatives {
  constructor(private readonly ports: PicturePorts) {}

  async run(request: NegativesRequest): Promise<NegativesEvaluation> {
    const { files, gallery } = request;
    const { results, failures } = await eachPicture(files, request, this.ports, (picture, index) =>
      this.examine(picture, files[index]!, gallery),
    );
    const outcomes = results.filter((outcome) => outcome !== undefined);
    const folders = [...new Set(outcomes.map(({ file }) => dirname(file)))];
    return {
      folders: folders.map((folder) =>
        shareOf(
          folder,
          outcomes.filter(({ file }) => dirname(file) === folder),
        ),
      ),
      total: shareOf('all', outcomes),
      interval: bootstrapInterval(outcomes, (sample) => countAlarms(sample) / sample.length),
      alarms: outcomes
        .flatMap(({ alarm }) => alarm ?? [])
        .sort((a, b) => b.score * b.faceness - a.score * a.faceness),
      failures,
    };
  }

  private async examine(picture: RgbPicture, file: string, gallery: Gallery | undefined): Promise<Outcome> {
    const { thresholds } = await this.ports.recognizer.load();
    const faces = await this.ports.recognizer.examine(picture, { scaleX: 1, scaleY: 1 });
    const taken = faces
      .filter(({ reading }) => reading.faceness >= thresholds.face)
      .sort((a, b) => surenessOf(b) - surenessOf(a));
    const embeddings = taken.map(({ reading }) => reading.embedding);
    const names = gallery ? matchFaces(embeddings, gallery, thresholds) : [];
    const name = names.find((match) => match !== null)?.character ?? null;
    const [surest] = taken.map(({ detection: { score }, reading: { faceness } }) => ({ score, faceness }));
    return {
      file,
      isDetected: faces.length > 0,
      alarm: surest ? { file, ...surest, name } : null,
      isNamed: name !== null,
    };
  }
}

const surenessOf = ({ detection, reading }: Face): number => detection.score * reading.faceness;

function shareOf(folder: string, outcomes: readonly Outcome[]): AlarmShare {
  return {
    folder,
    pictures: outcomes.length,
    detected: outcomes.filter(({ isDetected }) => isDetected).length,
    alarms: countAlarms(outcomes),
    named: outcomes.filter(({ isNamed }) => isNamed).length,
  };
}

const countAlarms = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ alarm }) => alarm !== null).length;
