import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharpCanvasPainter } from '#adapters/sharp/sharp-canvas-painter.js';
import type { Canvas, CanvasText } from '#domain/picture/canvas.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { planTitleCard } from '#domain/reels/plan-title-card.js';

const painter = new SharpCanvasPainter();
const [WIDTH, HEIGHT] = [320, 180];

function canvas(more: Partial<Canvas>): Canvas {
  const empty = { panels: [], pictures: [], texts: [] };
  return { width: WIDTH, height: HEIGHT, background: '#000000', ...empty, ...more };
}

function line(text: string, more: Partial<CanvasText> = {}): CanvasText {
  const place = { left: 40, top: 60, width: 240, height: 40 };
  return { text, ...place, size: 20, colour: '#ffffff', align: 'left', ...more };
}

const pixel = ({ data, width }: RgbPicture, x: number, y: number): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

/** Where anything is drawn on the black ground. */
function drawnBox(picture: RgbPicture): { left: number; top: number; right: number; bottom: number } | null {
  let box: { left: number; top: number; right: number; bottom: number } | null = null;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      if (Math.max(...pixel(picture, x, y)) < 40) continue;
      box ??= { left: x, top: y, right: x, bottom: y };
      box = {
        ...{ left: Math.min(box.left, x), right: Math.max(box.right, x) },
        ...{ top: Math.min(box.top, y), bottom: Math.max(box.bottom, y) },
      };
    }
  return box;
}

describe('SharpCanvasPainter', () => {
  it('paints ground, panels and pictures where they belong', async () => {
    const red = new Uint8Array(40 * 20 * 3).map((_, at) => (at % 3 === 0 ? 255 : 0));
    const painted = await painter.paint(
      canvas({
        background: '#102030',
        panels: [{ left: 10, top: 20, width: 30, height: 5, colour: '#00ff00' }],
        // a wide picture in a square place: in its middle
        pictures: [
          {
            ...{ left: 100, top: 100, width: 40, height: 40 },
            picture: { format: 'rgb24', width: 40, height: 20, data: red },
          },
        ],
      }),
    );
    assert.deepEqual(
      [painted.width, painted.height, painted.data.length],
      [WIDTH, HEIGHT, WIDTH * HEIGHT * 3],
    );
    assert.deepEqual(pixel(painted, 0, 0), [16, 32, 48]);
    assert.deepEqual([pixel(painted, 10, 20), pixel(painted, 39, 24)], [[0, 255, 0], [0, 255, 0]]); // prettier-ignore
    assert.deepEqual(pixel(painted, 40, 20), [16, 32, 48]);
    assert.deepEqual(pixel(painted, 120, 120), [255, 0, 0]);
    assert.deepEqual(pixel(painted, 120, 105), [16, 32, 48]);
  });

  it('keeps text within its place, however long, and centres it where asked', async () => {
    for (const text of ['Alice', 'Alice '.repeat(60), 'A'.repeat(200)]) {
      const box = drawnBox(await painter.paint(canvas({ texts: [line(text)] })));
      assert.ok(box && box.left >= 40 && box.right < 280 && box.top >= 60 && box.bottom < 100, text);
    }
    const centred = drawnBox(await painter.paint(canvas({ texts: [line('mm', { align: 'centre' })] })));
    assert.ok(centred && Math.abs((centred.left + centred.right) / 2 - 160) < 4);
  });

  it('writes what looks like markup as it is, and nothing for blanks and control signs', async () => {
    const draw = async (text: string) => drawnBox(await painter.paint(canvas({ texts: [line(text)] })));
    const plain = (await draw('a'))!;
    const marked = (await draw('<b>a</b> & "c"'))!;
    assert.ok(marked.right > plain.right + 50, 'the signs are seen');
    assert.equal(await draw('  '), null);
    assert.ok(await draw('a\u0000\u0007\nb'));
  });

  it('draws the card of a reel, its title above its line', async () => {
    const card = planTitleCard({ title: 'Alice', subtitle: '3 scenes · film' }, { width: 640, height: 360 });
    const painted = await painter.paint(card);
    assert.deepEqual([painted.width, painted.height], [640, 360]);
    const [panel] = card.panels;
    assert.deepEqual(pixel(painted, panel!.left + 1, panel!.top), [0xe0, 0xa3, 0x3e]);
    const isLight = (y: number): boolean =>
      Array.from({ length: 640 }, (_, x) => pixel(painted, x, y)).some(([red]) => red! > 0xd0);
    const rows = Array.from({ length: panel!.top }, (_, y) => y).filter(isLight);
    assert.ok(rows.length > 15 && rows.at(-1)! < panel!.top);
  });
});
