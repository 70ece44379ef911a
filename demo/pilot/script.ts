/** The pilot, shot by shot: "The Moon in the Puddle". */
import { MORNING } from './script/morning.js';
import { NIGHT } from './script/night.js';
import { NOON } from './script/noon.js';
import type { ShotScript } from './shot-list.js';

export const SCRIPT: readonly ShotScript[] = [...MORNING, ...NOON, ...NIGHT];
