import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Workplace } from '../fixtures/processes/castline-cli.js';

let place: Workplace;

before(async () => {
  place = await Workplace.open();
});
after(() => place.close());

describe('exit codes', () => {
  const table: [string, number, RegExp, string[], Record<string, string>?][] = [
    ['help', 0, /Exit codes:/, ['--help']],
    ['no command', 2, /Usage: castline/, []],
    [
      'an unknown option',
      2,
      /^castline: unknown option '--frobnicate'/m,
      ['analyze', 'x.mp4', '--frobnicate'],
    ],
    ['an unknown command', 2, /^castline: unknown command 'analyse'/m, ['analyse', 'x.mp4']],
    [
      'a number that is none',
      2,
      /padding.*expected seconds/,
      ['clip', 'x.mp4', 'a', '--out', 'x', '--padding', 'much'],
    ],
    [
      'a faulty setting',
      2,
      /^castline: .* \[CONFIG\.INVALID\]\n {2}CASTLINE_WORKERS /,
      ['doctor'],
      { CASTLINE_WORKERS: 'many' },
    ],
    ['a missing episode', 3, /no readable file "gone\.mp4" \[MEDIA\.MISSING\]/, ['analyze', 'gone.mp4']],
    ['missing models', 6, /\[MODEL\.[A-Z_]+\]/, ['doctor'], { CASTLINE_MODELS: '/nowhere' }],
    [
      'a missing ffmpeg',
      6,
      /ffmpeg was not found on PATH; install.*\[FFMPEG\.MISSING\]/,
      ['doctor'],
      { PATH: '/nowhere' },
    ],
    [
      'a home that cannot be made',
      6,
      /^castline: .*\[[A-Z_]+\.[A-Z_]+\]$/m,
      ['doctor', '--home', '/proc/nowhere/home'],
    ],
  ];
  for (const [what, code, message, args, env] of table) {
    it(`${code} for ${what}`, async () => {
      const run = await place.run(args, env ? { env } : {});
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stdout + run.stderr, message);
    });
  }

  it('0 for a machine that has all that is needed', async () => {
    const run = await place.run(['--json', 'doctor']);
    assert.equal(run.code, 0, run.stdout);
    assert.equal(run.lines.at(-1)!['event'], 'doctor');
  });
});
