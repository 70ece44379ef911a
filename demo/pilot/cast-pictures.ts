/** Reference pictures: each form in poses, views, sizes and on plain grounds that the film itself does not use. */
import type { Expression } from '#domain/face/face.js';
import { CHARACTER_NAMES, designOf, formsOf, type CharacterName } from './characters/cast.js';
import { turnOf, type Pose } from './characters/design.js';
import { drawFigure, headCentre } from './characters/figure.js';
import { document, place, rect } from './drawing/svg.js';

interface Sitting {
  readonly yaw: number;
  readonly expression: Expression;
  readonly pose: Pose;
  readonly tilt: number;
  /** Pixels of the square picture, and how many of them a face fills from forehead to chin. */
  readonly size: number;
  readonly face: number;
  readonly ground: string;
}

const SITTINGS: readonly Sitting[] = [
  { yaw: 0, expression: 'neutral', pose: 'rest', tilt: 0, size: 400, face: 170, ground: '#e9e4d8' },
  { yaw: -48, expression: 'happy', pose: 'rest', tilt: 3, size: 360, face: 140, ground: '#cfdcea' },
  { yaw: 28, expression: 'sad', pose: 'rest', tilt: -5, size: 320, face: 136, ground: '#d9e6d2' },
  { yaw: 90, expression: 'neutral', pose: 'rest', tilt: 2, size: 340, face: 130, ground: '#eadbe2' },
  { yaw: 12, expression: 'surprise', pose: 'hips', tilt: 4, size: 440, face: 120, ground: '#f3eed2' },
];

export interface CastPicture {
  /** Below the cast folder: `NAME/1.png`, or `NAME/FORM/1.png` for a character with several forms. */
  readonly file: string;
  readonly svg: string;
}

export function planCastPictures(): readonly CastPicture[] {
  return CHARACTER_NAMES.flatMap((name) =>
    formsOf(name).flatMap((form) =>
      SITTINGS.map((sitting, i) => ({
        file: [name, ...(formsOf(name).length > 1 ? [form] : []), `${i + 1}.png`].join('/'),
        svg: portrait(name, form, sitting),
      })),
    ),
  );
}

function portrait(name: CharacterName, form: string, sitting: Sitting): string {
  const design = designOf(name, form);
  const centre = headCentre(design, 0);
  const scale = sitting.face / 100;
  const figure = drawFigure({
    design,
    turn: turnOf(sitting.yaw),
    expression: sitting.expression,
    pose: sitting.pose,
    talking: 0.3,
    blinking: false,
    gaze: [-0.3, 0.1],
    headTilt: sitting.tilt,
    lift: 0,
    time: 0,
    id: 'c',
  });
  const ground = rect({ x: 0, y: 0, width: sitting.size, height: sitting.size }, { fill: sitting.ground });
  const middle = { x: sitting.size / 2, y: sitting.size * 0.54 - centre.y * scale };
  return document(
    { width: sitting.size, height: sitting.size },
    ground + place({ ...middle, scale }, figure),
  );
}
