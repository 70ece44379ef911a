import { END, TITLE } from './cards.js';
import { GARDEN } from './garden.js';
import { KITCHEN } from './kitchen.js';
import { LANE } from './lane.js';

export const SETS = { title: TITLE, garden: GARDEN, kitchen: KITCHEN, lane: LANE, end: END } as const;
export type SetName = keyof typeof SETS;
