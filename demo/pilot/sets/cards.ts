/** Title and end: lettering over hills at dusk, and nobody there. */
import { letter } from '../drawing/lettering.js';
import { flat, oval, path } from '../drawing/svg.js';
import { moon } from './lane.js';
import { bands, scatter, type SetDesign } from './set.js';

function dusk(): string {
  const random = scatter(3);
  const star = (): string =>
    oval({ x: random() * 1280, y: random() * 380, rx: 1 + random() * 2.2 }, { fill: '#fff6d0' });
  return (
    bands({ x: -200, y: -200, width: 1680, height: 900 }, '#1f2a5e', '#f0a48c', 48) +
    Array.from({ length: 80 }, star).join('') +
    flat('M-200 560Q120 430 420 540T980 500T1480 540V920H-200Z', '#5a4a86') +
    flat('M-200 620Q260 520 640 610T1480 590V920H-200Z', '#43376c') +
    flat(path`M960 574V520l34 -30l34 30V580Z`, '#2c2450') +
    flat('M985 560V536H1003V560Z', '#ffd873') +
    flat('M-200 680Q400 620 900 670T1480 660V920H-200Z', '#2c2450')
  );
}

export const TITLE: SetDesign = {
  width: 1280,
  paint: () =>
    dusk() +
    moon({ x: 640, y: 250, radius: 150 }) +
    letter({
      text: 'THE MOON',
      x: 640,
      y: 150,
      height: 92,
      colour: '#c9553f',
      weight: 22,
      outline: '#2c2450',
    }) +
    letter({
      text: 'IN THE PUDDLE',
      x: 640,
      y: 290,
      height: 76,
      colour: '#ffe08a',
      weight: 18,
      outline: '#2c2450',
    }) +
    letter({
      text: 'A CASTLINE CARTOON',
      x: 640,
      y: 430,
      height: 28,
      colour: '#fff6e4',
      weight: 6,
      outline: '#2c2450',
    }),
};

export const END: SetDesign = {
  width: 1280,
  paint: () =>
    dusk() +
    letter({
      text: 'THE END',
      x: 640,
      y: 250,
      height: 120,
      colour: '#ffe08a',
      weight: 26,
      outline: '#2c2450',
    }) +
    letter({
      text: 'GOOD NIGHT',
      x: 640,
      y: 420,
      height: 34,
      colour: '#fff6e4',
      weight: 8,
      outline: '#2c2450',
    }),
};
