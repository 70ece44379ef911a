import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Box } from './box.js';
import { containment, iou } from './iou.js';
import { suppressOverlaps } from './nms.js';

const LIMITS = { iou: 0.5, containment: 0.7 };
const box = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 });
const keep = (items: { box: Box; score: number }[]): number[] =>
  suppressOverlaps(items, (item) => item.box, LIMITS).map(({ score }) => score);

describe('suppressOverlaps', () => {
  const table: [string, { box: Box; score: number }[], number[]][] = [
    ['keeps nothing of nothing', [], []],
    ['keeps a single box', [{ box: box(0, 0, 10, 10), score: 0.4 }], [0.4]],
    [
      'keeps boxes apart, best first',
      [
        { box: box(0, 0, 10, 10), score: 0.4 },
        { box: box(20, 0, 30, 10), score: 0.9 },
      ],
      [0.9, 0.4],
    ],
    [
      'keeps the better of two boxes of one face',
      [
        { box: box(0, 0, 10, 10), score: 0.4 },
        { box: box(1, 1, 11, 11), score: 0.9 },
      ],
      [0.9],
    ],
    [
      'drops a small box nested in a large one although their IoU is small',
      [
        { box: box(0, 0, 40, 40), score: 0.9 },
        { box: box(10, 10, 20, 20), score: 0.8 },
      ],
      [0.9],
    ],
    [
      'keeps a box that a dropped box would have covered',
      [
        { box: box(0, 0, 10, 10), score: 0.9 },
        { box: box(4, 0, 14, 10), score: 0.8 },
        { box: box(8, 0, 18, 10), score: 0.7 },
      ],
      [0.9, 0.8, 0.7],
    ],
    [
      'drops at exactly the limit',
      [
        { box: box(0, 0, 10, 30), score: 0.9 },
        { box: box(0, 10, 10, 40), score: 0.8 }, // IoU 20 of 40
      ],
      [0.9],
    ],
    [
      'keeps a box without area',
      [
        { box: box(5, 5, 5, 5), score: 0.3 },
        { box: box(0, 0, 10, 10), score: 0.9 },
      ],
      [0.9, 0.3],
    ],
  ];
  for (const [title, items, expected] of table) {
    it(title, () => assert.deepEqual(keep(items), expected));
  }

  it('leaves no two boxes that overlap, and drops none that overlaps nothing kept', () => {
    const coordinate = fc.integer({ min: 0, max: 50 });
    const item = fc.record({
      x: coordinate,
      y: coordinate,
      size: fc.integer({ min: 1, max: 40 }),
      score: fc.float({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (sketches) => {
        const items = sketches.map(({ x, y, size, score }) => ({
          box: box(x, y, x + size, y + size),
          score,
        }));
        const kept = suppressOverlaps(items, ({ box: own }) => own, LIMITS);
        const overlap = (a: Box, b: Box): boolean =>
          iou(a, b) >= LIMITS.iou || containment(a, b) >= LIMITS.containment;
        for (const candidate of items) {
          const rivals = kept.filter((other) => other !== candidate && overlap(other.box, candidate.box));
          assert.equal(rivals.length === 0, kept.includes(candidate));
        }
      }),
    );
  });
});
