// Finds ffmpeg and ffprobe, once, and says what they are. `castline doctor` prints the report.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import { runToEnd } from './run-to-end.js';

interface FoundProgram {
  readonly path: string;
  /** As the program writes it, for instance `5.1.9-0+deb12u1`. */
  readonly version: string;
}

export interface ToolchainReport {
  readonly ffmpeg: FoundProgram | undefined;
  readonly ffprobe: FoundProgram | undefined;
  /** HDR can be tone-mapped. */
  readonly hasZscale: boolean;
  /** What keeps Castline from working, with what to do; empty when all is well. */
  readonly problems: readonly CastlineError[];
  /** What works less well than it could. */
  readonly notes: readonly string[];
}

export interface Toolchain {
  readonly ffmpeg: FoundProgram;
  readonly ffprobe: FoundProgram;
  readonly hasZscale: boolean;
}

/** libavutil of ffmpeg 5.1; the library's number is comparable where a nightly build's own version is not. */
const OLDEST_AVUTIL = [57, 28] as const;
const VERSION_TIMEOUT_MS = 20_000;

export class FfmpegToolchain {
  private report: Promise<ToolchainReport> | undefined;

  /** Paths or command names; by default those on PATH. */
  constructor(private readonly names: { readonly ffmpeg?: string; readonly ffprobe?: string } = {}) {}

  /** What there is on this machine; never throws for what is missing. */
  inspect(): Promise<ToolchainReport> {
    this.report ??= inspect(this.names.ffmpeg ?? 'ffmpeg', this.names.ffprobe ?? 'ffprobe');
    return this.report;
  }

  /** @throws CastlineError `environment` FFMPEG.MISSING or FFMPEG.TOO_OLD. */
  async require(): Promise<Toolchain> {
    const { ffmpeg, ffprobe, hasZscale, problems } = await this.inspect();
    const problem = problems[0];
    if (problem || !ffmpeg || !ffprobe) {
      this.report = undefined; // installed meanwhile? look again the next time
      throw problem ?? missing('ffmpeg');
    }
    return { ffmpeg, ffprobe, hasZscale };
  }
}

async function inspect(ffmpegName: string, ffprobeName: string): Promise<ToolchainReport> {
  const [ffmpeg, ffprobe] = await Promise.all([
    inspectProgram('ffmpeg', ffmpegName),
    inspectProgram('ffprobe', ffprobeName),
  ]);
  const problems = [ffmpeg.problem, ffprobe.problem].filter((problem) => problem !== undefined);
  const abilities = ffmpeg.found ? await listAbilities(ffmpeg.found.path) : undefined;
  if (abilities && !/^ V\S* libx264 /m.test(abilities.encoders)) problems.push(withoutEncoder(ffmpeg.found));
  const hasZscale = abilities !== undefined && / zscale /.test(abilities.filters);
  const notes = abilities && !hasZscale ? ['this ffmpeg has no zscale filter: HDR video will look pale'] : [];
  return { ffmpeg: ffmpeg.found, ffprobe: ffprobe.found, hasZscale, problems, notes };
}

interface Inspected {
  readonly found?: FoundProgram;
  readonly problem?: CastlineError;
}

async function inspectProgram(program: string, name: string): Promise<Inspected> {
  const path = await findProgram(name);
  if (path === undefined) return { problem: missing(program) };
  const { stdout, exit } = await runToEnd({ path, args: ['-version'], timeoutMs: VERSION_TIMEOUT_MS });
  const { version, isNewEnough } = parseVersion(stdout.toString('utf8'));
  if (exit.code !== 0 || version === undefined) return { problem: unusable(program, path) };
  const found = { path, version };
  return isNewEnough ? { found } : { found, problem: tooOld(program, found) };
}

/** Reads the output of `ffmpeg -version`. */
export function parseVersion(text: string): { version: string | undefined; isNewEnough: boolean } {
  const version = /^ff(?:mpeg|probe) version (\S+)/m.exec(text)?.[1];
  const library = /^libavutil\s+(\d+)\.\s*(\d+)/m.exec(text);
  const [major, minor] = [Number(library?.[1] ?? 0), Number(library?.[2] ?? 0)];
  const isNewEnough = major > OLDEST_AVUTIL[0] || (major === OLDEST_AVUTIL[0] && minor >= OLDEST_AVUTIL[1]);
  return { version, isNewEnough };
}

async function listAbilities(path: string): Promise<{ filters: string; encoders: string }> {
  const list = async (what: string): Promise<string> => {
    const { stdout } = await runToEnd({ path, args: ['-hide_banner', what], timeoutMs: VERSION_TIMEOUT_MS });
    return stdout.toString('utf8');
  };
  const [filters, encoders] = await Promise.all([list('-filters'), list('-encoders')]);
  return { filters, encoders };
}

async function findProgram(name: string): Promise<string | undefined> {
  const hasFolder = isAbsolute(name) || name.includes('/');
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = hasFolder ? [resolve(name)] : folders.map((folder) => resolve(join(folder, name)));
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

const HOW_TO_INSTALL =
  'install ffmpeg 5.1 or newer (Debian and Ubuntu: apt-get install ffmpeg; Fedora: dnf install ffmpeg-free; macOS: brew install ffmpeg)';

function missing(program: string): CastlineError {
  return new CastlineError(
    'environment',
    'FFMPEG.MISSING',
    `${program} was not found on PATH; ${HOW_TO_INSTALL}`,
  );
}

function unusable(program: string, path: string): CastlineError {
  return new CastlineError(
    'environment',
    'FFMPEG.MISSING',
    `${path} is no working ${program}; ${HOW_TO_INSTALL}`,
  );
}

function tooOld(program: string, found: FoundProgram): CastlineError {
  const message = `${program} ${found.version} (${found.path}) is too old; ${HOW_TO_INSTALL}`;
  return new CastlineError('environment', 'FFMPEG.TOO_OLD', message, { ...found });
}

function withoutEncoder(found: FoundProgram | undefined): CastlineError {
  const message = `ffmpeg ${found?.version} (${found?.path}) cannot write H.264 (no libx264), which clips need; ${HOW_TO_INSTALL}`;
  return new CastlineError('environment', 'FFMPEG.MISSING', message, { ...found });
}
