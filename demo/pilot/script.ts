/** The pilot, shot by shot: "The Moon in the Puddle". */
import type { Actor, Camera, PropUse, ShotScript } from './shot-list.js';

const camera = (x: Camera['x'], y: Camera['y'], zoom: Camera['zoom']): Camera => ({ x, y, zoom });
const actor = (part: Omit<Actor, 'kind'>): Actor => ({ kind: 'actor', ...part });
const prop = (part: Omit<PropUse, 'kind'>): PropUse => ({ kind: 'prop', ...part });

const MORNING: readonly ShotScript[] = [
  { name: 'title', frames: 55, set: 'title', camera: camera(640, 360, [[0, 1], [55, 1.05]]), items: [], note: 60 },
  {
    name: 'pan over the garden to the twins, far away',
    frames: 86,
    set: 'garden',
    camera: camera([[8, 1740], [70, 640]], 360, 1),
    items: [
      actor({ who: 'odi', x: 470, y: 574, scale: 0.29, yaw: 45, expression: 'happy', pose: 'wave' }),
      actor({ who: 'edda', x: 720, y: 578, scale: 0.29, yaw: -45, expression: 'happy', pose: 'cheer', hops: true }),
      prop({ prop: 'ball', x: [[0, 690], [86, 500]], y: 570, scale: 0.3, spin: [[0, 0], [86, -300]], bounce: { height: 60, every: 22 } }),
    ],
    note: 64,
  },
  {
    name: 'the twins play',
    frames: 71,
    set: 'garden',
    camera: camera(620, 474, 1.8),
    items: [
      actor({ who: 'odi', x: 430, y: 640, scale: 1.02, yaw: [[30, 38], [38, 0]], expression: 'happy', pose: [[0, 'hold'], [20, 'cheer'], [44, 'rest']], talks: [[34, 68]] }),
      actor({ who: 'edda', x: 810, y: 644, scale: 1.02, yaw: -40, expression: [[0, 'happy'], [40, 'surprise']], pose: [[0, 'cheer'], [36, 'rest']], talks: [[0, 26]] }),
      prop({ prop: 'ball', x: [[0, 500], [26, 700], [52, 1130]], y: 600, scale: 0.9, spin: [[0, 0], [60, 420]], bounce: { height: 190, every: 26 } }),
    ],
    note: 67,
  },
  {
    name: 'close-up of Odi',
    frames: 47,
    set: 'garden',
    camera: camera(440, 478, 3.5),
    items: [actor({ who: 'odi', x: 440, y: 640, scale: 1.05, yaw: [[0, 24], [14, 24], [22, -6]], expression: [[0, 'happy'], [28, 'neutral']], talks: [[4, 30]], gaze: [0.5, 0] })],
    note: 65,
  },
  {
    name: 'close-up of Edda',
    frames: 46,
    set: 'garden',
    camera: camera(830, 482, 3.4),
    items: [actor({ who: 'edda', x: 830, y: 644, scale: 1.05, yaw: [[0, -30], [18, 14]], expression: [[0, 'surprise'], [30, 'sad']], talks: [[20, 44]], gaze: [0.3, 0.2] })],
    note: 62,
  },
  {
    name: 'the ball bounces away',
    frames: 38,
    set: 'garden',
    camera: camera(1300, 470, 1.6),
    items: [prop({ prop: 'ball', x: [[0, 860], [44, 1760]], y: 620, scale: 1.1, spin: [[0, 0], [44, 720]], bounce: { height: 150, every: 16 } })],
    note: 69,
  },
  {
    name: 'Sallow behind the tree',
    frames: 65,
    set: 'garden',
    camera: camera(2040, 430, 1.75),
    items: [
      actor({ who: 'sallow', x: [[0, 1990], [20, 1990], [34, 1962]], y: 640, scale: 0.92, yaw: -90, expression: [[0, 'neutral'], [34, 'happy']], talks: [[38, 60]], gaze: [0.4, 0.1], tilt: [[20, 0], [34, -5]] }),
      prop({ prop: 'trunk', x: 2070, y: 664, scale: 1.1 }),
      prop({ prop: 'ball', x: [[0, 1580], [22, 1850]], y: 640, scale: 0.9, spin: [[0, 0], [22, 320]], bounce: { height: 40, every: 11 } }),
    ],
    note: 57,
  },
  {
    name: 'slow zoom on Bramble',
    frames: 74,
    set: 'garden',
    camera: camera(1330, [[0, 440], [70, 486]], [[0, 1.25], [70, 2.7]]),
    items: [
      actor({ who: 'bramble', x: 1330, y: 650, scale: 1.05, yaw: [[8, 78], [16, 38], [40, 38], [48, 0]], expression: [[0, 'neutral'], [30, 'disgust'], [56, 'surprise']], pose: [[0, 'rest'], [30, 'hips']], talks: [[32, 52]] }),
    ],
    note: 60,
  },
];

const NOON: readonly ShotScript[] = [
  {
    name: 'three at the kitchen table',
    frames: 93,
    opening: { kind: 'dissolve', frames: 20 },
    set: 'kitchen',
    camera: camera(640, 450, 1.55),
    items: [
      actor({ who: 'jory', x: 400, y: 640, scale: 1.1, yaw: [[40, 40], [48, 0]], expression: [[0, 'sad'], [60, 'neutral']], talks: [[48, 70]] }),
      actor({ who: 'fig', x: 650, y: 632, scale: 1.12, yaw: [[20, 0], [28, -38]], expression: [[0, 'neutral'], [30, 'happy']], talks: [[14, 44]] }),
      actor({ who: 'kettle', x: 905, y: 640, scale: 1.08, yaw: [[60, -42], [68, -10]], expression: [[0, 'happy'], [70, 'surprise']], talks: [[72, 92]] }),
      prop({ prop: 'table', x: 650, y: 734, scale: 1 }),
    ],
    note: 65,
  },
  {
    name: 'close-up of Fig',
    frames: 50,
    set: 'kitchen',
    camera: camera(660, 436, 3.3),
    items: [actor({ who: 'fig', x: 660, y: 640, scale: 1.1, yaw: [[0, -34], [20, -34], [28, 0]], expression: [[0, 'happy'], [36, 'surprise']], talks: [[2, 34]], gaze: [0.3, 0] })],
    note: 67,
  },
  {
    name: 'close-up of Jory',
    frames: 49,
    set: 'kitchen',
    camera: camera(400, 464, 3.3),
    items: [actor({ who: 'jory', x: 400, y: 640, scale: 1.1, yaw: [[0, 36], [26, 36], [34, 8]], expression: [[0, 'sad'], [26, 'angry']], talks: [[28, 48]], tilt: [[0, 7], [26, 7], [34, 0]] })],
    note: 62,
  },
  { name: 'the clock', frames: 31, set: 'kitchen', camera: camera(650, 170, 2.4), items: [], note: 72 },
  {
    name: 'Kettle sparks',
    frames: 59,
    set: 'kitchen',
    camera: camera(900, 470, 2.15),
    items: [
      actor({ who: 'kettle', x: 800, y: 640, scale: 1.1, yaw: [[10, 40], [20, 0]], expression: [[0, 'neutral'], [26, 'fear'], [44, 'happy']], pose: [[0, 'point'], [24, 'cheer']], talks: [[4, 22]] }),
      actor({ who: 'jory', x: 1020, y: 640, scale: 1.05, yaw: -42, expression: [[0, 'neutral'], [24, 'surprise']], talks: [[44, 58]] }),
    ],
    flash: { at: 24, frames: 2 },
    note: 64,
  },
  {
    name: 'the knight',
    frames: 58,
    set: 'kitchen',
    camera: camera(560, [[0, 500], [24, 456]], 2.5),
    items: [actor({ who: 'jory', form: 'knight', x: 560, y: 650, scale: 1.1, yaw: [[12, 0], [22, 34]], expression: [[0, 'happy'], [40, 'angry']], pose: [[0, 'hips'], [16, 'point']], talks: [[14, 48]] })],
    note: 69,
  },
  {
    name: 'the knight leaves, the badger comes',
    frames: 92,
    set: 'kitchen',
    camera: camera(640, 430, 1.3),
    items: [
      actor({ who: 'kettle', x: 760, y: 630, scale: 1.02, yaw: [[0, -90], [34, -90], [42, 42]], expression: [[0, 'happy'], [60, 'neutral']], pose: [[0, 'wave'], [34, 'rest']], talks: [[60, 84]] }),
      actor({ who: 'jory', form: 'knight', x: [[0, 420], [36, -120]], y: 650, scale: 1.05, yaw: -90, expression: 'angry' }),
      actor({ who: 'fig', x: 560, y: 618, scale: 1.05, yaw: 180, expression: 'neutral' }),
      actor({ who: 'bramble', x: [[38, 1400], [76, 1000]], y: 660, scale: 1.1, yaw: [[0, -90], [74, -90], [80, -40]], expression: [[0, 'neutral'], [78, 'happy']] }),
    ],
    note: 60,
  },
];

const NIGHT: readonly ShotScript[] = [
  {
    name: 'night falls over Puddle Lane',
    frames: 58,
    opening: { kind: 'fade', frames: 24 },
    set: 'lane',
    lighting: 'night',
    camera: camera(680, [[0, 300], [56, 350]], 1.08),
    items: [],
    note: 57,
  },
  {
    name: 'Sallow under the lamp',
    frames: 70,
    set: 'lane',
    lighting: 'night',
    camera: camera(430, 450, 1.7),
    items: [
      actor({ who: 'sallow', x: [[0, 90], [60, 560]], y: 656, scale: 0.84, yaw: [[0, 90], [58, 90], [66, 30]], expression: [[0, 'neutral'], [50, 'fear']], pose: 'hold', gaze: [0.4, 0.2] }),
      prop({ prop: 'ball', x: [[0, 104], [60, 574]], y: 506, scale: 0.6 }),
    ],
    note: 53,
  },
  {
    name: 'Fig with the lantern',
    frames: 61,
    set: 'lane',
    lighting: 'night',
    camera: camera(710, 476, 2.6),
    items: [actor({ who: 'fig', form: 'night', x: 680, y: 660, scale: 1.08, yaw: [[10, 40], [26, -36], [44, -36], [52, 6]], expression: [[0, 'neutral'], [24, 'fear']], pose: 'lamp', talks: [[34, 58]] })],
    note: 56,
  },
  {
    name: 'the twins hide',
    frames: 57,
    set: 'lane',
    lighting: 'night',
    camera: camera(900, 500, 2.1),
    items: [
      actor({ who: 'edda', x: 1000, y: 672, scale: 0.95, yaw: -32, expression: [[0, 'fear'], [34, 'sad']], talks: [[26, 44]] }),
      actor({ who: 'odi', x: 820, y: [[0, 706], [14, 662]], scale: 0.95, yaw: [[14, 0], [22, -40]], expression: 'fear', gaze: [0.6, -0.1] }),
      prop({ prop: 'hedge', x: 900, y: 690, scale: 1.1 }),
    ],
    note: 58,
  },
  {
    name: 'the knight stops Sallow',
    frames: 65,
    set: 'lane',
    lighting: 'night',
    camera: camera(440, 460, 1.9),
    items: [
      actor({ who: 'sallow', x: [[0, 570], [30, 590]], y: 656, scale: 0.86, yaw: -38, expression: [[0, 'surprise'], [36, 'fear']], pose: 'hold', talks: [[44, 62]] }),
      prop({ prop: 'ball', x: [[0, 570], [30, 590]], y: 520, scale: 0.62 }),
      actor({ who: 'jory', form: 'knight', x: [[0, 180], [18, 300]], y: 660, scale: 0.98, yaw: [[24, 90], [32, 42]], expression: 'angry', pose: [[0, 'rest'], [20, 'point']], talks: [[20, 44]] }),
    ],
    note: 60,
  },
  {
    name: 'close-up of Sallow',
    frames: 49,
    set: 'lane',
    lighting: 'night',
    camera: camera(470, 470, 3.6),
    items: [actor({ who: 'sallow', x: 470, y: 664, scale: 0.86, yaw: [[0, -30], [16, 0]], expression: [[0, 'disgust'], [26, 'sad']], talks: [[18, 46]], tilt: [[26, 0], [34, 6]] })],
    note: 55,
  },
  { name: 'the moon', frames: 34, set: 'lane', lighting: 'night', camera: camera(930, [[0, 160], [34, 140]], 2.2), items: [], note: 67 },
  {
    name: 'the ball comes home',
    frames: 73,
    set: 'lane',
    lighting: 'night',
    camera: camera(500, 470, 1.75),
    items: [
      actor({ who: 'edda', x: 250, y: 656, scale: 0.98, yaw: 38, expression: [[0, 'neutral'], [24, 'happy']], pose: [[0, 'clasp'], [40, 'cheer']], talks: [[40, 60]] }),
      actor({ who: 'odi', x: 450, y: 660, scale: 0.98, yaw: [[0, 42], [44, 42], [52, 0]], expression: [[0, 'surprise'], [20, 'happy']], pose: 'hold', talks: [[50, 72]] }),
      actor({ who: 'sallow', x: 740, y: 652, scale: 0.86, yaw: [[0, -40], [30, -40], [40, 0]], expression: [[0, 'sad'], [30, 'happy']], pose: [[0, 'hold'], [20, 'rest']], talks: [[4, 24]] }),
      prop({ prop: 'ball', x: [[8, 720], [24, 462]], y: [[0, 540], [24, 590]], scale: 0.62, spin: [[8, 0], [24, -200]] }),
    ],
    note: 65,
  },
  {
    name: 'everybody, and the camera draws back',
    frames: 84,
    set: 'lane',
    lighting: 'night',
    camera: camera([[0, 560], [60, 640]], [[0, 500], [60, 380]], [[0, 1.9], [60, 0.96]]),
    items: [
      actor({ who: 'fig', form: 'night', x: 640, y: 610, scale: 0.5, yaw: -20, expression: 'happy', pose: 'lamp' }),
      actor({ who: 'bramble', x: 730, y: 624, scale: 0.48, yaw: [[0, -45], [40, -45], [48, 0]], expression: 'happy' }),
      actor({ who: 'kettle', x: 410, y: 616, scale: 0.48, yaw: 30, expression: 'happy', pose: 'cheer' }),
      actor({ who: 'jory', form: 'knight', x: 800, y: 622, scale: 0.46, yaw: -36, expression: 'happy', pose: 'hips' }),
      actor({ who: 'odi', x: 500, y: 630, scale: 0.46, yaw: 40, expression: 'happy', pose: 'cheer', hops: true }),
      actor({ who: 'edda', x: 570, y: 634, scale: 0.46, yaw: -40, expression: 'happy', pose: 'wave', talks: [[10, 40]] }),
      prop({ prop: 'ball', x: 536, y: 620, scale: 0.3, bounce: { height: 50, every: 20 } }),
    ],
    note: 67,
  },
  { name: 'end card', frames: 75, opening: { kind: 'dissolve', frames: 20 }, set: 'end', camera: camera(640, 360, 1), items: [], note: 60 },
];

export const SCRIPT: readonly ShotScript[] = [...MORNING, ...NOON, ...NIGHT];
