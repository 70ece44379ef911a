// Text files that label pictures, as the sets themselves lay them out. Rows that are not understood are errors with
// their line: a benchmark that passes over what it cannot read measures something else.
import type { BoxCorners } from '#domain/evaluation/truth.js';
import type { Pose } from '#domain/face/pose.js';

export interface BoxRow {
  readonly file: string;
  /** Null in a row of the file's name alone: a picture without a face. */
  readonly box: BoxCorners | null;
}

export interface PredictionRow {
  readonly file: string;
  readonly box: BoxCorners;
  readonly score: number;
}

export interface PhotoRow {
  readonly file: string;
  readonly box: BoxCorners;
  /** `-1` for a distractor. */
  readonly label: string;
}

export interface RecognitionRows {
  readonly photos: readonly PhotoRow[];
  /** Probe and target by file, where the file lists them; else every ordered pair of an identity is one. */
  readonly pairs: readonly (readonly [string, string])[];
}

export interface ExpressionRow {
  readonly file: string;
  readonly expression: string;
  /** The face, where it is given. */
  readonly box: BoxCorners | null;
}

export interface PoseRow {
  readonly file: string;
  /** In degrees. */
  readonly pose: Pose;
  /** The face, where it is given. */
  readonly box: BoxCorners | null;
}

export const DISTRACTOR = '-1';

/** `file,x1,y1,x2,y2`, a row a face (iCartoonFace's dettrain.csv); a first row of column names is passed over. @throws Error naming the line */
export function parseBoxRows(text: string): BoxRow[] {
  return rowsOf(text, ',').map(({ cells, line }) => {
    const [file = '', ...numbers] = cells;
    if (numbers.length === 0) return { file, box: null };
    if (numbers.length !== 4) throw unreadable(line, 'file,x1,y1,x2,y2');
    return { file, box: boxOf(numbers, line) };
  });
}

/** `file,x1,y1,x2,y2,score`, or with a class before the score as iCartoonFace's submissions have it. @throws Error naming the line */
export function parsePredictionRows(text: string): PredictionRow[] {
  return rowsOf(text, ',').map(({ cells, line }) => {
    if (cells.length !== 6 && cells.length !== 7) throw unreadable(line, 'file,x1,y1,x2,y2[,class],score');
    const score = Number(cells.at(-1));
    if (cells.at(-1) === '' || !Number.isFinite(score)) throw unreadable(line, 'a score at the end');
    return { file: cells[0]!, box: boxOf(cells.slice(1, 5), line), score };
  });
}

/** `file x1 y1 x2 y2 label` and, perhaps, `file file` pairs (iCartoonFace's rectest_info.txt). @throws Error naming the line */
export function parseRecognitionRows(text: string): RecognitionRows {
  const photos: PhotoRow[] = [];
  const pairs: [string, string][] = [];
  for (const { cells, line } of rowsOf(text, /\s+/)) {
    if (cells.length === 6)
      photos.push({ file: cells[0]!, box: boxOf(cells.slice(1, 5), line), label: cells[5]! });
    else if (cells.length === 2) pairs.push([cells[0]!, cells[1]!]);
    else throw unreadable(line, 'file x1 y1 x2 y2 label, or two files');
  }
  return { photos, pairs };
}

/** `file,expression` or `file,expression,x1,y1,x2,y2`. @throws Error naming the line */
export function parseExpressionRows(text: string): ExpressionRow[] {
  return rowsOf(text, ',').map(({ cells, line }) => {
    const [file = '', expression = '', ...numbers] = cells;
    if (expression === '' || (numbers.length !== 0 && numbers.length !== 4))
      throw unreadable(line, 'file,expression[,x1,y1,x2,y2]');
    return { file, expression, box: numbers.length === 0 ? null : boxOf(numbers, line) };
  });
}

/** `file,yaw,pitch,roll` or `file,yaw,pitch,roll,x1,y1,x2,y2`, degrees and pixels. @throws Error naming the line */
export function parsePoseRows(text: string): PoseRow[] {
  return rowsOf(text, ',').map(({ cells, line }) => {
    const [file = '', ...numbers] = cells;
    const angles = numbers.slice(0, 3).map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    const [yaw, pitch, roll] = angles as [number, number, number];
    if (![3, 7].includes(numbers.length) || !angles.every(Number.isFinite))
      throw unreadable(line, 'file,yaw,pitch,roll[,x1,y1,x2,y2]');
    return {
      file,
      pose: { yaw, pitch, roll },
      box: numbers.length === 3 ? null : boxOf(numbers.slice(3), line),
    };
  });
}

interface Row {
  readonly cells: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** Without empty lines, and without a first line of column names. */
function rowsOf(text: string, separator: string | RegExp): Row[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== '')
    .map(({ content, line }) => ({ cells: content.split(separator).map((cell) => cell.trim()), line }));
  return isHeader(rows[0]) ? rows.slice(1) : rows;
}

const COLUMN_NAMES = new Set(['file', 'filename', 'file_name', 'image', 'img', 'image_id', 'path', 'name']);

const isHeader = (row: Row | undefined): boolean =>
  row !== undefined && COLUMN_NAMES.has(row.cells[0]!.toLowerCase());

function boxOf(cells: readonly string[], line: number): BoxCorners {
  const [x1, y1, x2, y2] = cells.map((cell) => (cell === '' ? Number.NaN : Number(cell))) as [
    number,
    number,
    number,
    number,
  ];
  if (![x1, y1, x2, y2].every(Number.isFinite) || x2 < x1 || y2 < y1)
    throw unreadable(line, 'x1 y1 x2 y2 in pixels, x1 <= x2 and y1 <= y2');
  return [x1, y1, x2, y2];
}

const unreadable = (line: number, expected: string): Error => new Error(`line ${line}: expected ${expected}`);
