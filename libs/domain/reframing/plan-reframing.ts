import { areaOf, heightOf, widthOf, type Box } from '../box/box.js';
import type { Size } from '../picture/even-size.js';
import { evenSize } from '../picture/even-size.js';
import type { FrameRange } from '../time/frame-range.js';
import { boxesAt } from '../tracking/boxes-at.js';
import type { Track } from '../tracking/track.js';
import type { CropPath } from './crop-path.js';
import { planAxis, type Subject } from './plan-axis.js';

export interface ReframingRequest {
  /** Frames of the clip. */
  readonly range: FrameRange;
  /** Of the episode, in order, without gaps: the camera starts anew in each. */
  readonly shots: readonly { readonly frames: FrameRange }[];
  /** Tracks of whom the clip is about; in a shot without any, `others` are looked at. */
  readonly tracks: readonly Track[];
  readonly others: readonly Track[];
  readonly picture: Size;
  readonly window: Size;
  readonly framesPerSecond: number;
}

/** A face and its surroundings in one frame. */
interface Followed {
  readonly face: Box;
  readonly around: Box;
}
/** Per frame of a shot; undefined where it is not there. */
type Presence = readonly (Followed | undefined)[];

/** Beyond the head, in face widths and heights. */
const AIR = 0.12;
/** All faces together may fill so much of the window; more, and the less important ones are let go. */
const FULLEST = 0.94;

/** A window for every frame of a clip: the faces that it is about stay in it, each shot has a camera of its own. */
export function planReframing(request: ReframingRequest): CropPath {
  const { range, shots, window } = request;
  const picture = evenSize(request.picture);
  const lefts: number[] = [];
  const tops: number[] = [];
  for (const frames of stretchesOf(range, shots)) {
    const presence = choosePresence(frames, request);
    const axis = (subjectOf: (followed: Followed) => Subject, along: keyof Size): number[] =>
      planAxis({
        subjects: presence.map((followed) => followed && subjectOf(followed)),
        window: window[along],
        picture: picture[along],
        framesPerSecond: request.framesPerSecond,
      });
    lefts.push(
      ...axis(({ face, around }) => ({ face: [face.x1, face.x2], around: [around.x1, around.x2] }), 'width'),
    );
    tops.push(
      ...axis(({ face, around }) => ({ face: [face.y1, face.y2], around: [around.y1, around.y2] }), 'height'),
    );
  }
  return { ...window, lefts, tops };
}

/** The parts of a range that lie in one shot each. */
function stretchesOf({ start, end }: FrameRange, shots: ReframingRequest['shots']): FrameRange[] {
  const borders = shots.map(({ frames }) => frames.start).filter((border) => border > start && border < end);
  const edges = [start, ...borders, end];
  return edges.slice(1).map((edge, index) => ({ start: edges[index]!, end: edge }));
}

/** The most prominent face and, one by one, those that always fit into the window beside it. */
function choosePresence(frames: FrameRange, { tracks, others, window }: ReframingRequest): Presence {
  const within = (track: Track): boolean => track.start < frames.end && track.end > frames.start;
  const own = tracks.filter(within);
  const candidates = (own.length > 0 ? own : others.filter(within))
    .map((track) => presenceOf(track, frames))
    .map((presence) => ({ presence, weight: prominenceOf(presence) }))
    .sort((a, b) => b.weight - a.weight);
  const none: Presence = Array.from({ length: frames.end - frames.start }, () => undefined);
  const [main, ...more] = candidates;
  if (!main) return none;
  return more.reduce((group, { presence }) => {
    const joined = group.map((followed, at) => unite(followed, presence[at]));
    return joined.every((followed) => !followed || fits(followed.face, window)) ? joined : group;
  }, main.presence);
}

function presenceOf(track: Track, { start, end }: FrameRange): Presence {
  return Array.from({ length: end - start }, (_, at) => {
    const boxes = boxesAt(track, start + at);
    return boxes && { face: boxes.face, around: withAir(boxes.face, boxes.head) };
  });
}

const prominenceOf = (presence: Presence): number =>
  presence.reduce((sum, followed) => sum + (followed ? areaOf(followed.face) : 0), 0);

function withAir(face: Box, head: Box): Box {
  const [x, y] = [AIR * widthOf(face), AIR * heightOf(face)];
  const hull = hullOf(face, head);
  return { x1: hull.x1 - x, y1: hull.y1 - y, x2: hull.x2 + x, y2: hull.y2 + y };
}

function unite(a: Followed | undefined, b: Followed | undefined): Followed | undefined {
  if (!a || !b) return a ?? b;
  return { face: hullOf(a.face, b.face), around: hullOf(a.around, b.around) };
}

function hullOf(a: Box, b: Box): Box {
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
}

const fits = (box: Box, window: Size): boolean =>
  widthOf(box) <= FULLEST * window.width && heightOf(box) <= FULLEST * window.height;
