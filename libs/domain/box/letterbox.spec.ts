import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLetterbox, type LetterboxRequest, planLetterbox } from './letterbox.js';

const input = { width: 640, height: 384 };
const free = { input, multipleOf: 32, maxEnlargement: 2, place: 'top-left' } as const;
const fixed = { input, maxEnlargement: 2, place: 'centre' } as const;

describe('planLetterbox', () => {
  const table: [string, LetterboxRequest, { input: number[]; content: number[]; at: number[] }][] = [
    [
      'takes an analysis frame as it is',
      { ...free, picture: { width: 640, height: 360 } },
      { input: [640, 384], content: [640, 360], at: [0, 0] },
    ],
    [
      'turns the input for a portrait',
      { ...free, picture: { width: 1080, height: 1920 } },
      { input: [384, 640], content: [360, 640], at: [0, 0] },
    ],
    [
      'grows the input for a squarer picture',
      { ...free, picture: { width: 4000, height: 3000 } },
      { input: [640, 480], content: [640, 480], at: [0, 0] },
    ],
    [
      'enlarges a small picture no further than allowed',
      { ...free, picture: { width: 40, height: 40 } },
      { input: [96, 96], content: [80, 80], at: [0, 0] },
    ],
    [
      'fits into a fixed input, in its middle',
      { ...fixed, picture: { width: 360, height: 720 } },
      { input: [640, 384], content: [192, 384], at: [224, 0] },
    ],
    [
      'keeps at least a pixel of a sliver',
      { ...free, picture: { width: 4000, height: 2 } },
      { input: [640, 32], content: [640, 1], at: [0, 0] },
    ],
  ];
  for (const [title, request, expected] of table) {
    it(title, () => {
      const plan = planLetterbox(request);
      assert.deepEqual([plan.inputWidth, plan.inputHeight], expected.input);
      assert.deepEqual([plan.contentWidth, plan.contentHeight], expected.content);
      assert.deepEqual([plan.left, plan.top], expected.at);
    });
  }

  it('maps the content back onto the whole picture, whatever the sizes', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(free, fixed), (width, height, options) => {
        const plan = planLetterbox({ ...options, picture: { width, height } });
        assert.ok(plan.left + plan.contentWidth <= plan.inputWidth);
        assert.ok(plan.top + plan.contentHeight <= plan.inputHeight);
        const content = {
          x1: plan.left,
          y1: plan.top,
          x2: plan.left + plan.contentWidth,
          y2: plan.top + plan.contentHeight,
        };
        const box = fromLetterbox(content, plan);
        assert.ok(Math.abs(box.x1) + Math.abs(box.y1) < 1e-9);
        assert.ok(Math.abs(box.x2 - width) < 1e-9 && Math.abs(box.y2 - height) < 1e-9);
      }),
    );
  });
});
