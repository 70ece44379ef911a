import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { writeExchangeCases } from './exchange-cases.js';

const PYTHON = process.env['CASTLINE_PYTHON'] ?? 'python3';
const PACKAGES =
  'opentimelineio==0.18.1 otio-cmx3600-adapter==1.0.0 otio-fcp-adapter==1.0.0 otio-fcpx-xml-adapter==1.0.0';
const isReady =
  spawnSync(PYTHON, [
    '-c',
    'import opentimelineio, otio_cmx3600_adapter, otio_fcp_adapter, otio_fcpx_xml_adapter',
  ]).status === 0;
const skip = isReady
  ? false
  : `${PYTHON} lacks the readers; python3 -m venv v && v/bin/pip install ${PACKAGES}, then set CASTLINE_PYTHON=v/bin/python`;

const FORMATS = ['otio', 'edl', 'fcpxml', 'fcp7', 'mlt', 'vtt', 'vtt-chapters', 'csv', 'losslesscut', 'json'];

describe("other programs' readers find every range to the frame", { skip }, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-interchange-'));
    await writeExchangeCases(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const format of FORMATS) {
    it(`in ${format}`, async () => {
      const run = promisify(execFile)(PYTHON, ['test/interchange/validate.py', folder, format], {
        maxBuffer: 1e8,
      });
      const { stdout } = await run;
      assert.match(stdout, /^[1-9]\d* files, [1-9]\d* ranges$/m);
    });
  }
});
