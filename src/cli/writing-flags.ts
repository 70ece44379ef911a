import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { EXPORT_FORMAT_NAMES, type ExportFormat } from '#domain/interchange/export-formats.js';
import { DEFAULT_REEL } from '#pipeline/export-timeline/export-timeline.js';

/** How and where a list for an editing program is written. */
export interface WritingFlags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly startTimecode?: string;
  readonly reel: string;
}

export function addWritingOptions(command: Command): void {
  command
    .addOption(
      new Option('--format <format>', 'file format').choices(EXPORT_FORMAT_NAMES).makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'a file, or a folder (which gives it a name)')
    .option(
      '--start-timecode <timecode>',
      "timecode of the file's first frame; 01:00:00;00 with a semicolon counts drop-frame (default: zero)",
    )
    .option('--reel <name>', 'reel name in an EDL, at most eight letters and digits', DEFAULT_REEL);
}

/** Absolute, still ending in a slash where it was given one: that names a folder to be made. */
export function resolvePath(out: string): string {
  return /[/\\]$/.test(out) ? `${resolve(out)}/` : resolve(out);
}
