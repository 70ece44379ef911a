import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparePlaced, type PlacedEpisode } from './placement.js';

const placed = (episodeId: string, season: string | null, number: number | null): PlacedEpisode => ({
  episodeId,
  placement: { series: 'Mole', season, number },
});

describe('the order of a series', () => {
  it('is by season, number and id, those without one last', () => {
    const wanted = [
      placed('z', '1', 1),
      placed('y', '1', 2),
      placed('x', '2', 1),
      placed('v', '2', null),
      placed('w', '2', null),
      placed('u', '10', 1),
      placed('s', null, 3),
      placed('t', null, null),
    ];
    assert.deepEqual([...wanted].reverse().sort(comparePlaced), wanted);
  });
  it('keeps series apart', () => {
    const other = { episodeId: 'a', placement: { series: 'Ant', season: null, number: null } };
    assert.deepEqual([placed('z', '1', 1), other].sort(comparePlaced)[0], other);
  });
});
