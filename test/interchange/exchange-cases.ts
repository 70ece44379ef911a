import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import { EDIT_SHAPES } from '#domain/interchange/edit-list.js';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS } from '#domain/interchange/export-formats.js';
import type { Rational } from '#domain/time/rational.js';
import { buildEditList, type ExportRequest } from '#pipeline/export-timeline/build-edit-list.js';
import { DEFAULT_REEL, exportSeries, exportTimeline } from '#pipeline/export-timeline/export-timeline.js';
import { joinEditLists } from '#pipeline/export-timeline/join-edit-lists.js';
import { writeExports } from '#pipeline/export-timeline/write-exports.js';
import { makeExportRequest } from '../factories/export-request.factory.js';

/** Names as they come: of many scripts, with signs that formats and spreadsheets take for their own. */
const NAMES = ['Nami ナミ', '小明', `O'Brien & <Sons> "Ltd"`, '=HYPERLINK("x")', 'Zoë ]]> --> 🐰'];
const QUERY = `("Nami ナミ" OR 小明) AND NOT '=HYPERLINK("x")'`;
const FRAMES = 60_000;

interface ExchangeCase {
  readonly rate: Rational;
  readonly startTimecode: string | null;
  readonly appearances: number;
}

const ntsc = (nominal: number): Rational => ({ num: nominal * 1000, den: 1001 });
const whole = (num: number): Rational => ({ num, den: 1 });

const CASES: readonly ExchangeCase[] = [
  { rate: ntsc(24), startTimecode: '01:00:00:00', appearances: 40 },
  { rate: whole(24), startTimecode: null, appearances: 1300 },
  { rate: whole(25), startTimecode: '10:00:00:00', appearances: 40 },
  { rate: ntsc(30), startTimecode: '00:59:50;00', appearances: 40 },
  { rate: ntsc(30), startTimecode: '01:00:00:00', appearances: 40 },
  { rate: ntsc(60), startTimecode: null, appearances: 40 },
  { rate: whole(60), startTimecode: '01:00:00:00', appearances: 40 },
];

/** Exports every case in every format and shape to a folder, with `truth.json` saying what a reader must find in each. */
export async function writeExchangeCases(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const truths: object[] = [];
  for (const [index, { rate, startTimecode, appearances }] of CASES.entries()) {
    const seen = drawAppearances(appearances, index + 1);
    for (const shape of EDIT_SHAPES) {
      const request = makeExportRequest(
        { rate, frames: FRAMES, seen, cuts: [500, 20_000, 45_000], fileName: 'Ep 1 “夏” & more.mp4' },
        { shape, query: shape === 'cuts' ? QUERY : null, startTimecode },
      );
      const { list } = buildEditList(request);
      for (const format of EXPORT_FORMAT_NAMES) {
        const { files } = exportTimeline({ ...request, format, reel: DEFAULT_REEL });
        const paths = await writeExports(files, `${join(folder, `${index}-${shape}`)}/`);
        truths.push({ format, paths, list });
      }
    }
  }
  truths.push(...(await writeJoined(folder)));
  await writeFile(join(folder, 'truth.json'), JSON.stringify(truths));
}

/** Three episodes of different length, of which one has another rate and one no scene, as one cut list. */
async function writeJoined(folder: string): Promise<object[]> {
  const episodes = [ntsc(24), whole(25), ntsc(24)].map((rate, index): ExportRequest => {
    const seen =
      index === 1 ? Object.fromEntries(NAMES.map((name) => [name, []])) : drawAppearances(40, index + 20);
    const film = { rate, frames: FRAMES + 1000 * index, seen, fileName: `第${index + 1}話 & more.mp4` };
    const mediaUrl = `file:///films/${encodeURIComponent(film.fileName)}`;
    return makeExportRequest(
      { ...film, episodeId: `ep-${index + 1}` },
      { shape: 'cuts', query: QUERY, startTimecode: '01:00:00:00', mediaUrl },
    );
  });
  const title = 'A series';
  const { list } = joinEditLists(title, episodes);
  const truths: object[] = [];
  for (const format of EXPORT_FORMAT_NAMES.filter((name) => EXPORT_FORMATS[name].joinsEpisodes)) {
    const { files } = exportSeries({ title, episodes, format, reel: DEFAULT_REEL });
    truths.push({ format, paths: await writeExports(files, `${join(folder, 'joined')}/`), list });
  }
  return truths;
}

/** Appearances of every name, from one frame to some seconds long, first and last frame of the episode among them. */
function drawAppearances(count: number, seed: number): Record<string, [number, number][]> {
  const random = seededRandom(seed);
  return Object.fromEntries(
    NAMES.map((name, nth) => {
      const step = FRAMES / count;
      const ranges = Array.from({ length: count }, (_, i): [number, number] => {
        const start = Math.floor((i + random() * 0.5) * step);
        return [start, start + 1 + Math.floor(random() * 0.4 * step)];
      });
      if (nth === 0) {
        ranges[0] = [0, 1];
        ranges[count - 1] = [FRAMES - 2, FRAMES];
      }
      return [name, ranges];
    }),
  );
}
