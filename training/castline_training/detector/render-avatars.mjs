// Draws DiceBear avatars (open licences only) as PNG sprites for the detector's training.
//   node castline_training/detector/render-avatars.mjs OUT_FOLDER [COUNT]      run in training/, after `npm ci` there
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [out, count = '30'] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(process.cwd(), 'package.json')));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { createAvatar } = await load('@dicebear/core');
const styles = await load('@dicebear/collection');
const { Resvg } = await load('@resvg/resvg-js');
// CC0 or CC BY 4.0 only, see each package's LICENSE; the last three are for validation and never trained on.
const NAMES = ['adventurer', 'bigEars', 'bigSmile', 'croodles', 'dylan', 'lorelei', 'micah', 'miniavs', 'notionists', 'openPeeps', 'personas', 'toonHead',
  'avataaars', 'bottts', 'pixelArt'];
mkdirSync(out, { recursive: true });
for (const name of NAMES) {
  for (let seed = 0; seed < Number(count); seed++) {
    const svg = createAvatar(styles[name], { seed: `castline-${seed}` }).toString();
    writeFileSync(join(out, `${name}_${seed}.png`), new Resvg(svg, { fitTo: { mode: 'width', value: 300 } }).render().asPng());
  }
}
