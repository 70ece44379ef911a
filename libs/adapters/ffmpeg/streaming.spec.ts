import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { evenSize } from '#domain/picture/even-size.js';
import { deliveredSize } from './delivered-size.js';
import { FrameTimesParser } from './frame-times.js';
import { PictureAssembler } from './picture-assembler.js';
import { TimestampRepair } from './timestamp-repair.js';

describe('deliveredSize', () => {
  const cases: [[number, number], number, [number, number]][] = [
    [[1280, 720], 640, [640, 360]],
    [[320, 240], 640, [320, 240]],
    [[321, 241], 640, [320, 240]],
    [[240, 320], 160, [120, 160]],
    [[1440, 1074], 640, [640, 478]],
    [[1, 1000], 500, [2, 500]],
  ];
  for (const [[width, height], longSide, [expectedWidth, expectedHeight]] of cases) {
    it(`of ${width}x${height} within ${longSide} is ${expectedWidth}x${expectedHeight}`, () => {
      assert.deepEqual(deliveredSize({ width, height }, longSide), {
        width: expectedWidth,
        height: expectedHeight,
      });
    });
  }

  it('is always even and never larger than the source or the limit', () => {
    const side = fc.integer({ min: 2, max: 8192 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 2, max: 4096 }), (width, height, longSide) => {
        const size = deliveredSize({ width, height }, longSide);
        assert.ok(size.width % 2 === 0 && size.height % 2 === 0 && size.width >= 2 && size.height >= 2);
        assert.ok(size.width <= width && size.height <= height);
        assert.ok(Math.max(size.width, size.height) <= longSide + 1);
      }),
    );
  });

  it('has an even neighbour inside for clips', () => {
    assert.deepEqual(evenSize({ width: 321, height: 1 }), { width: 320, height: 2 });
  });
});

describe('PictureAssembler', () => {
  it('gives back every byte in order however the stream is cut, and never uses more than its pool', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { maxLength: 20 }),
        (pictureBytes, poolSize, chunks) => {
          const assembler = new PictureAssembler(pictureBytes, poolSize);
          const got: number[] = [];
          const drain = (): void => {
            for (let picture = assembler.take(); picture; picture = assembler.take()) {
              got.push(...picture);
              assembler.release(picture);
            }
          };
          for (const chunk of chunks) {
            assembler.push(chunk);
            drain();
            assert.equal(assembler.isWaiting, false);
          }
          const all = chunks.flatMap((chunk) => [...chunk]);
          assert.deepEqual(got, all.slice(0, Math.floor(all.length / pictureBytes) * pictureBytes));
        },
      ),
    );
  });

  it('asks for a pause when all its buffers are taken, and goes on when one comes back', () => {
    const assembler = new PictureAssembler(2, 2);
    assert.equal(assembler.push(Uint8Array.of(1, 2, 3, 4, 5)), false);
    const first = assembler.take();
    assert.deepEqual([...(first ?? [])], [1, 2]);
    assert.equal(assembler.release(first ?? new Uint8Array()), true);
    assert.equal(assembler.push(Uint8Array.of(6)), true);
    assert.deepEqual(
      [assembler.take(), assembler.take()].map((picture) => [...(picture ?? [])]),
      [
        [3, 4],
        [5, 6],
      ],
    );
  });
});

describe('FrameTimesParser', () => {
  it('reads times across chunk borders and knows frames without one', () => {
    const parser = new FrameTimesParser();
    const text =
      'frame:0    pts:0       pts_time:0\ncastline=1\nframe:1    pts:-512    pts_time:1\ncastline=1\nframe:2    pts:NOPTS   pts_time:NOPTS\n';
    const times = [...text].flatMap((letter) => parser.push(letter));
    assert.deepEqual(times, [0, -512, undefined]);
  });
});

describe('TimestampRepair', () => {
  const facts = { frameRate: { num: 25, den: 1 }, timeBase: { num: 1, den: 1000 } };
  const cases: [string, (number | undefined)[], number[], number][] = [
    ['intact times', [0, 40, 95, 120], [0, 40, 95, 120], 0],
    ['a repeated time', [0, 40, 40, 120], [0, 40, 41, 120], 1],
    ['a missing time', [0, undefined, 80], [0, 40, 80], 1],
    ['a new time line', [90_000, 90_040, 0, 40, 80], [90_000, 90_040, 90_080, 90_120, 90_160], 3],
    ['a gap of hours', [0, 40, 18_000_000], [0, 40, 18_000_000], 0],
  ];
  for (const [name, times, expected, repaired] of cases) {
    it(`handles ${name}`, () => {
      const repair = new TimestampRepair(facts);
      assert.deepEqual(
        times.map((time) => repair.next(time)),
        expected,
      );
      assert.equal(repair.repaired, repaired);
    });
  }

  it('always gives strictly increasing times', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -5000, max: 5000 }), { nil: undefined })), (times) => {
        const repair = new TimestampRepair(facts);
        const repaired = times.map((time) => repair.next(time));
        assert.ok(repaired.every((time, at) => at === 0 || time > (repaired[at - 1] ?? 0)));
      }),
    );
  });
});
