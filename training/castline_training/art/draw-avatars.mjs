/**
 * Draws avatars of openly licensed sets (CC0 or CC BY 4.0 only) as PNG cut-outs for training.
 *
 *   node castline_training/art/draw-avatars.mjs FOLDER OUT [characters per set]
 *
 * FOLDER is the one in which `npm ci` was run: training/.
 *
 * OUT/set/character-picture-expression.png: one character keeps its seed and so its hair, skin and
 * clothes; its pictures differ in mouth, eyes and brows. Expression is "unknown" where the set's
 * names do not tell.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modulesFolder, out, count = '60'] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(resolve(modulesFolder), 'node_modules', path)).href);
const { createAvatar } = await load('@dicebear/core/lib/index.js');
const collection = await load('@dicebear/collection/lib/index.js');
const { Resvg } = (await load('@resvg/resvg-js/index.js')).default;

const PICTURES = 6;
const PIXELS = 160;

/** Which options of a set change with the mood; everything else is the character. */
const SETS = {
  adventurer: ['mouth', 'eyes', 'eyebrows'],
  bigEars: ['mouth', 'eyes'],
  bigSmile: ['mouth', 'eyes'],
  croodles: ['mouth', 'eyes'],
  dylan: ['mood'],
  lorelei: ['mouth', 'eyes', 'eyebrows'],
  micah: ['mouth', 'eyes', 'eyebrows'],
  miniavs: ['mouth', 'eyes'],
  notionists: ['lips', 'eyes', 'brows'],
  openPeeps: ['face'],
  personas: ['mouth', 'eyes'],
  pixelArt: ['mouth', 'eyes'],
  toonHead: ['mouth', 'eyes', 'eyebrows'],
};

/** Names that say what is felt. Doubtful ones stay unknown. */
const FELT = {
  openPeeps: {
    angryWithFang: 'angry', rage: 'angry', veryAngry: 'angry', awe: 'surprise', blank: 'neutral', calm: 'neutral',
    concerned: 'sad', concernedFear: 'fear', fear: 'fear', hectic: 'fear', contempt: 'disgust', cute: 'happy',
    eatingHappy: 'happy', lovingGrin1: 'happy', lovingGrin2: 'happy', serious: 'neutral', smile: 'happy',
    smileBig: 'happy', smileLOL: 'happy', smileTeethGap: 'happy', solemn: 'neutral',
  },
  dylan: { happy: 'happy', superHappy: 'happy', angry: 'angry', neutral: 'neutral', sad: 'sad' },
  micah: { surprised: 'surprise', laughing: 'happy', smile: 'happy', sad: 'sad', frown: 'sad' },
  toonHead: { laugh: 'happy', smile: 'happy', angry: 'angry', agape: 'surprise', sad: 'sad' },
  personas: { smile: 'happy', bigSmile: 'happy', frown: 'sad', surprise: 'surprise' },
};

/** A repeatable choice: the picture number walks through the list from a place of the character's own. */
const choose = (list, character, picture, step) => list[(character * 7 + picture * step) % list.length];

function options(set, character, picture) {
  const properties = collection[set].schema.properties;
  const chosen = { seed: `castline-${character}`, size: PIXELS, backgroundColor: ['transparent'] };
  SETS[set].forEach((name, index) => {
    const list = properties[name]?.default;
    if (Array.isArray(list) && list.length > 0) chosen[name] = [choose(list, character, picture, 2 * index + 1)];
  });
  return chosen;
}

for (const set of Object.keys(SETS)) {
  mkdirSync(join(out, set), { recursive: true });
  for (let character = 0; character < Number(count); character += 1) {
    for (let picture = 0; picture < PICTURES; picture += 1) {
      const chosen = options(set, character, picture);
      const felt = FELT[set]?.[chosen[SETS[set][0]]?.[0]] ?? 'unknown';
      const svg = createAvatar(collection[set], chosen).toString();
      const png = new Resvg(svg, { fitTo: { mode: 'width', value: PIXELS } }).render().asPng();
      writeFileSync(join(out, set, `${String(character).padStart(3, '0')}-${picture}-${felt}.png`), png);
    }
  }
}
