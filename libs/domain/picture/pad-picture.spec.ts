import assert from 'node:assert/strict';
import { it } from 'node:test';
import { padPicture } from './pad-picture.js';

it('a padded picture has its pixels in the middle of mid grey', () => {
  const red = { format: 'rgb24', width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 254, 0, 0) } as const;
  const { picture, margin } = padPicture(red, 0.5);
  assert.deepEqual([picture.width, picture.height, margin], [4, 3, 1]);
  assert.equal(picture.data.filter((value) => value === 128).length, (12 - 2) * 3);
  assert.deepEqual([...picture.data.subarray((4 + 1) * 3, (4 + 3) * 3)], [...red.data]);
});
