import type { Timestamp } from '../time/timestamp.js';
import type { Yuv420Picture } from './picture.js';

/**
 * One decoded picture at an exact time. `index` counts every decoded frame of the episode from 0, in display order,
 * after the edit list; it is the frame number that the timeline and the clips speak of. The picture is a reduction of
 * the displayed frame (rotation and pixel aspect applied).
 */
export interface Frame {
  readonly index: number;
  readonly timestamp: Timestamp;
  readonly picture: Yuv420Picture;
}
