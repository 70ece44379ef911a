import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { EXPRESSIONS, type Expression } from '#domain/face/face.js';
import { DEFAULT_STICKER_LIMITS, STICKER_FORMATS, type StickerFormat } from '#domain/stickers/sticker.js';
import { MakeStickers } from '#pipeline/make-stickers/make-stickers.js';
import { assertWritableFolder, makeOutputFolder, writeWhole } from '#pipeline/write-output/write-whole.js';
import { findAnalysis } from '../find-analysis.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface StickerOptions extends GlobalOptions {
  readonly out: string;
  readonly expression?: Expression;
  readonly format: readonly StickerFormat[];
  readonly count?: number;
  readonly side: number;
  readonly maxBytes: number;
}

const COUNT_OF_ONE_EXPRESSION = 4;

export function addStickersCommand(program: Command): void {
  const { side, maxBytes } = DEFAULT_STICKER_LIMITS;
  program
    .command('stickers')
    .argument('<episode>', 'an episode that was analysed before')
    .argument('<character>', 'a name')
    .summary('make small looping pictures of a character')
    .description(
      'Makes looping stickers and stills of a character, the best of each expression and a sheet of all that were found.',
    )
    .requiredOption('--out <folder>', 'where the stickers go')
    .addOption(new Option('--expression <name>', 'only this one').choices(EXPRESSIONS))
    .addOption(
      new Option('--format <name...>', 'one or more').choices(STICKER_FORMATS).default(['webp', 'png']),
    )
    .option('--count <number>', 'at most so many of each expression (default: 1; of a single one, 4)', whole)
    .option('--side <pixels>', 'longest side', whole, side)
    .option('--max-bytes <number>', 'largest file', whole, maxBytes)
    .action((episode: string, character: string, _options, self: Command) => {
      const options = self.optsWithGlobals<StickerOptions>();
      return runCommand(options, (context) => stickers(episode, character, options, context));
    });
}

async function stickers(
  path: string,
  character: string,
  options: StickerOptions,
  context: CommandContext,
): Promise<void> {
  const folder = resolve(options.out);
  await assertWritableFolder(folder);
  const { system, output, signal } = context;
  const analysis = await findAnalysis(path, context);
  const { expression = null, format: formats, side, maxBytes } = options;
  const count = options.count ?? (expression === null ? 1 : COUNT_OF_ONE_EXPRESSION);
  const drafts = new MakeStickers(system.crops, system.animations, system.painter).run({
    source: { ...analysis, sourcePath: path },
    ...{ character, expression, count, side, maxBytes, formats, signal },
    onProgress: output.progress.bind(output),
  });
  const made = [];
  for await (const { about, encode } of drafts) {
    const { bytes, ...size } = await encode();
    await makeOutputFolder(folder);
    const file = join(folder, about.fileName);
    await writeWhole(file, bytes);
    made.push({ ...about, path: file, ...size, sizeInBytes: bytes.length });
  }
  output.done();
  const lines = made.map(
    ({ path: file, width, height, frames, sizeInBytes }) =>
      `${file}  ${width}x${height}, ${frames} ${frames === 1 ? 'picture' : 'pictures'}, ${sizeInBytes} bytes`,
  );
  const nothing = `no sticker of ${character}${expression ? ` is ${expression}` : ''}: nobody was seen for long enough`;
  output.result(lines.length > 0 ? lines.join('\n') : nothing, {
    ...{ event: 'stickers', character, expression },
    stickers: made.map(({ contentType: _, ...sticker }) => sticker),
  });
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < 1)
    throw new InvalidArgumentError('expected a whole number, 1 or more.');
  return value;
}
