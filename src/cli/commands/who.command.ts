import type { Command } from 'commander';
import { CastlineError } from '#domain/errors/castline-error.js';
import { ExaminePictures, type FaceReport } from '#pipeline/examine-pictures/examine-pictures.js';
import { readCast } from '../read-cast.js';
import { runCommand, type CommandContext, type GlobalOptions } from '../run-command.js';

interface WhoOptions extends GlobalOptions {
  readonly cast?: string;
}

export function addWhoCommand(program: Command): void {
  program
    .command('who')
    .argument('<picture...>', 'still pictures, a paused frame for instance')
    .summary('say who is in a picture')
    .description('Finds the faces of each picture and, with a cast folder, says whose they are.')
    .option('--cast <folder>', 'one folder per character with pictures inside')
    .action((pictures: string[], _options, self: Command) => {
      const options = self.optsWithGlobals<WhoOptions>();
      return runCommand(options, (context) => who(pictures, options, context), 'stderr');
    });
}

async function who(paths: string[], options: WhoOptions, context: CommandContext): Promise<void> {
  const { system, output, signal } = context;
  const gallery = options.cast === undefined ? undefined : (await readCast(options.cast, context)).gallery;
  const { faces, failures } = await new ExaminePictures(system.pictures, system.recognizer).run(
    { paths, gallery },
    signal,
  );
  output.done();
  for (const { path, error } of failures) output.warn(`${path}: ${error.message}`);
  if (Object.keys(faces).length === 0 && failures[0]) throw failures[0].error;
  output.result(
    Object.entries(faces)
      .map(([path, found]) => describePicture(path, found))
      .join('\n'),
    faces,
  );
  if (failures.length > 0) {
    throw new CastlineError(
      'bad-media',
      'PICTURE.SOME_UNREADABLE',
      `${failures.length} of ${paths.length} pictures could not be read`,
    );
  }
}

function describePicture(path: string, faces: readonly FaceReport[]): string {
  if (faces.length === 0) return `${path}: no face`;
  const lines = faces.map(({ box, score, name, similarity, expression, medium }) => {
    const [x1, y1, x2, y2] = box.map(Math.round) as [number, number, number, number];
    const who = name === null ? 'somebody' : `${name} (${similarity?.toFixed(2)})`;
    return `  ${who.padEnd(24)} ${expression.padEnd(9)} at ${x1},${y1} to ${x2},${y2}, score ${score.toFixed(2)}${medium === 'photographed' ? ', photographed' : ''}`;
  });
  return [`${path}:`, ...lines].join('\n');
}
