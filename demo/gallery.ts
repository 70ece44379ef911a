// The README's gallery: what Castline makes of its own cartoon, by the commands that are shown.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePilot, PILOT_FOLDER } from './pilot/make-pilot.js';

const GALLERY = 'docs/gallery';
const WHO = 'edda';

const folder = mkdtempSync(join(tmpdir(), 'castline-gallery-'));
try {
  const pilot = await makePilot({ folder: PILOT_FOLDER });
  const at = (name: string): string => join(folder, name);
  castline('analyze', pilot.episode, '--cast', pilot.castFolder, '--out', at('out'));
  castline('stickers', pilot.episode, WHO, '--side', '160', '--max-bytes', '150000', '--out', at('stickers'));
  castline('clip', pilot.episode, WHO, '--aspect', '9:16', '--out', at('upright'));
  castline('reel', pilot.episode, WHO, 'odi', '--titles', '--out', at('reel.mp4'));
  mkdirSync(GALLERY, { recursive: true });
  for (const name of readdirSync(at('stickers')))
    if (/_1\.webp$|_sheet\.png$/.test(name)) copyFileSync(join(at('stickers'), name), join(GALLERY, name));
  // the third scene is a near one
  const upright = readdirSync(at('upright')).sort()[2]!;
  picture(join(at('upright'), upright), 1, 'upright.jpg');
  picture(at('reel.mp4'), 1, 'reel-card.jpg');
} finally {
  rmSync(folder, { recursive: true });
}

function castline(...args: readonly string[]): void {
  const program = ['bin/castline.mjs', '--home', join(folder, 'home'), ...args];
  execFileSync(process.execPath, program, { stdio: ['ignore', 'inherit', 'ignore'] });
}

/** What a film shows after so many seconds, small. */
function picture(film: string, seconds: number, name: string): void {
  const size = ['-vf', 'scale=-2:270', '-frames:v', '1', '-q:v', '4'];
  const quiet = ['-nostdin', '-v', 'error', '-y'];
  execFileSync('ffmpeg', [...quiet, '-ss', String(seconds), '-i', film, ...size, join(GALLERY, name)]);
}
