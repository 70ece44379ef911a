// Draws openly licensed emoji for the detector's training: characters with labelled faces, and things without a face ("decoys").
//   node castline_training/detector/render-emoji.mjs OUT_FOLDER LABELS.json      run in training/, after `npm ci` there
// Writes SET_CODE.png or .webp, decoys as decoy_CODE.webp. Licences are in the model's CARD.md.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [out, labelsFile] = process.argv.slice(2);
const labels = JSON.parse(readFileSync(labelsFile, 'utf8'));
const { Resvg } = createRequire(join(process.cwd(), 'package.json'))('@resvg/resvg-js');
const SIDE = 256;
mkdirSync(out, { recursive: true });

/** The 3D set has every emoji as a picture named after its code. */
function copyRendered() {
  const assets = join(process.cwd(), 'node_modules/@lobehub/fluent-emoji-3d/assets');
  const decoys = labels.decoys.map((pattern) => new RegExp(`^(?:${pattern})$`));
  const faces = labels.sets.flatMap(({ sets, patterns }) =>
    sets.includes('fluent3d') ? patterns.map(({ code }) => new RegExp(`^(?:${code})$`)) : [],
  );
  for (const file of readdirSync(assets)) {
    const code = file.replace('.webp', '');
    const prefix = faces.some((face) => face.test(code)) ? 'fluent3d' : decoys.some((decoy) => decoy.test(code)) ? 'decoy' : undefined;
    if (prefix) copyFileSync(join(assets, file), join(out, `${prefix}_${file}`));
  }
}

/** A drawn set: those of its icons that have a label. */
function drawSet(name) {
  const folder = join(process.cwd(), 'node_modules/@iconify-json', name);
  const { icons, width = 16, height = 16 } = JSON.parse(readFileSync(join(folder, 'icons.json'), 'utf8'));
  const chars = JSON.parse(readFileSync(join(folder, 'chars.json'), 'utf8'));
  const faces = labels.sets.flatMap(({ sets, patterns }) => (sets.includes(name) ? patterns.map(({ code }) => new RegExp(`^(?:${code})$`)) : []));
  for (const [code, icon] of Object.entries(chars)) {
    if (!icons[icon] || !faces.some((face) => face.test(code))) continue;
    const { body, width: w = width, height: h = height } = icons[icon];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${w} ${h}">${body}</svg>`;
    writeFileSync(join(out, `${name}_${code}.png`), new Resvg(svg, { fitTo: { mode: 'width', value: SIDE } }).render().asPng());
  }
}

copyRendered();
for (const name of ['fluent-emoji-flat', 'noto', 'twemoji']) drawSet(name);
