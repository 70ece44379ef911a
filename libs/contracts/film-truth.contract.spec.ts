import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFilmShots } from './film-truth.contract.js';

const shot = (start_frame: number, transition_in: string, more: object = {}): object => ({
  start_frame,
  transition_in,
  ...more,
});

describe('parseFilmShots', () => {
  it('knows no boundary before the first shot', () => {
    assert.deepEqual(parseFilmShots({ fps: 24, shots: [shot(0, 'cut')] }), []);
  });

  it('reads cuts and gradual changes, half a second long where nothing is said', () => {
    const shots = [
      shot(0, 'cut'),
      shot(36, 'cut', { chars: ['ann'] }),
      shot(60, 'dissolve'),
      shot(90, 'fade', { transition_frames: 20 }),
    ];
    assert.deepEqual(parseFilmShots({ fps: 24, shots }), [
      { transition: 'cut', frame: 36 },
      { transition: 'dissolve', from: 60, end: 72 },
      { transition: 'fade', from: 90, end: 110 },
    ]);
  });

  it('refuses a transition that it does not know', () => {
    assert.throws(
      () => parseFilmShots({ fps: 24, shots: [shot(0, 'cut'), shot(9, 'wipe')] }),
      /transition_in/,
    );
  });
});
