/** The pilot's cast: every character, every form, and the colours they are drawn in. */
import type { Design } from './design.js';

const twin: Design = {
  kind: 'human',
  skin: '#f8cfae',
  skinShade: '#e3a583',
  blush: '#f09a86',
  iris: '#3f8f5a',
  lashes: true,
  nose: 'button',
  brow: { colour: '#7a2f1c', width: 4 },
  face: { halfWidth: 46, chin: 48, jaw: 1 },
  hair: { style: 'bow', colour: '#c0502b', light: '#e58a55', ribbon: '#f7c73a' },
  outfit: {
    style: 'dress',
    main: '#2f8f8b',
    shade: '#226e72',
    trim: '#fff4e2',
    legs: '#f3ead9',
    shoes: '#7a3b2f',
  },
  build: { legs: 58, torso: 72, shoulders: 29 },
};

const jory: Design = {
  kind: 'human',
  skin: '#9a6540',
  skinShade: '#77462a',
  blush: '#b5553f',
  iris: '#4a2c1a',
  nose: 'button',
  brow: { colour: '#241512', width: 5 },
  face: { halfWidth: 45, chin: 48, jaw: 1.05 },
  hair: { style: 'curls', colour: '#2e1d1c', light: '#5a3c34' },
  outfit: {
    style: 'hoodie',
    main: '#ea8438',
    shade: '#c2622a',
    trim: '#fff0d8',
    legs: '#3c5a8c',
    shoes: '#c23b3b',
  },
  build: { legs: 56, torso: 70, shoulders: 30 },
};

const fig: Design = {
  kind: 'human',
  skin: '#f3cdb4',
  skinShade: '#d9a488',
  blush: '#ee9c90',
  iris: '#5b6fae',
  glasses: true,
  wrinkles: true,
  nose: 'bulb',
  brow: { colour: '#b9b1bd', width: 5 },
  face: { halfWidth: 47, chin: 46, jaw: 1.2 },
  hair: { style: 'bun', colour: '#d8d0de', light: '#f6f1f8' },
  outfit: {
    style: 'apron',
    main: '#7b4f96',
    shade: '#5e3a78',
    trim: '#fbf3e0',
    legs: '#d9c8b8',
    shoes: '#4d3550',
  },
  build: { legs: 56, torso: 84, shoulders: 36 },
};

const sallow: Design = {
  kind: 'human',
  skin: '#e8d9ae',
  skinShade: '#c6b183',
  iris: '#6a4d8f',
  moustache: true,
  nose: 'long',
  brow: { colour: '#2c2430', width: 7 },
  face: { halfWidth: 41, chin: 56, jaw: 0.72 },
  hair: { style: 'bowler', colour: '#2c2430', light: '#8a2f4a', ribbon: '#343a54' },
  outfit: {
    style: 'coat',
    main: '#5d6b4a',
    shade: '#465239',
    trim: '#8a2f4a',
    legs: '#39364a',
    shoes: '#2b2530',
  },
  build: { legs: 96, torso: 108, shoulders: 35 },
};

const bramble: Design = {
  kind: 'badger',
  skin: '#f6f0e4',
  skinShade: '#9a97a3',
  iris: '#7a4a22',
  nose: 'button',
  brow: { colour: '#fffaf0', width: 4.6 },
  face: { halfWidth: 56, chin: 48, jaw: 1 },
  hair: { style: 'bow', colour: '#3d3a46', light: '#3d3a46' },
  outfit: {
    style: 'scarf',
    main: '#8b8894',
    shade: '#cfcad2',
    trim: '#c93f4c',
    legs: '#5a5763',
    shoes: '#3d3a46',
  },
  build: { legs: 34, torso: 78, shoulders: 36 },
};

const kettle: Design = {
  kind: 'robot',
  skin: '#d98247',
  skinShade: '#a9552e',
  iris: '#1f6f78',
  nose: 'button',
  brow: { colour: '#6d3119', width: 6 },
  face: { halfWidth: 52, chin: 50, jaw: 1 },
  hair: { style: 'bow', colour: '#d98247', light: '#d98247' },
  outfit: {
    style: 'barrel',
    main: '#c9743e',
    shade: '#a9552e',
    trim: '#2f7f86',
    legs: '#7d8793',
    shoes: '#2f7f86',
  },
  build: { legs: 44, torso: 72, shoulders: 38 },
};

/** Characters by name, each with its forms; a character with one form calls it `usual`. */
export const CAST = {
  odi: { usual: { ...twin, freckles: true } },
  edda: { usual: { ...twin, hair: { ...twin.hair, ribbon: '#8453bd' } } },
  jory: {
    usual: jory,
    knight: {
      ...jory,
      hair: { style: 'helmet', colour: '#2e1d1c', light: '#c9d3df', ribbon: '#c9343c' },
      outfit: {
        style: 'armour',
        main: '#c9d3df',
        shade: '#9aa6b6',
        trim: '#a82c3c',
        legs: '#8c98aa',
        shoes: '#6c7686',
      },
    },
  },
  fig: {
    usual: fig,
    night: {
      ...fig,
      glasses: false,
      hair: { style: 'nightcap', colour: '#d8d0de', light: '#f6f1f8', ribbon: '#86b3dd' },
      outfit: {
        style: 'gown',
        main: '#b9d2ec',
        shade: '#93b0d2',
        trim: '#f6f8ff',
        legs: '#f3cdb4',
        shoes: '#d77f92',
      },
    },
  },
  sallow: { usual: sallow },
  bramble: { usual: bramble },
  kettle: { usual: kettle },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Design>>>>;

export type CharacterName = keyof typeof CAST;
export const CHARACTER_NAMES = Object.keys(CAST) as CharacterName[];

export const formsOf = (name: CharacterName): readonly string[] => Object.keys(CAST[name]);

export function designOf(name: CharacterName, form = 'usual'): Design {
  const forms: Readonly<Record<string, Design>> = CAST[name];
  const design = forms[form];
  if (!design) throw new RangeError(`${name} has the forms ${Object.keys(forms).join(', ')}, not ${form}`);
  return design;
}
