import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { simulateDay } from './simulate-day.js';

describe('a simulated day', () => {
  let root: string;
  let catalogue: Catalogue;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'castline-day-'));
  });
  after(() => rm(root, { recursive: true }));
  beforeEach(async () => {
    catalogue = await openCatalogue({ folder: await mkdtemp(join(root, 'home-')) });
  });
  afterEach(() => catalogue.close());

  it('takes as long as its stretches, divided among the analyzers', async () => {
    const arrivals = [{ atSeconds: 10, tenant: 'one', episodeId: 'e1', stretches: 6 }];
    const day = await simulateDay(catalogue.jobs, { arrivals, analyzers: 2, stretchSeconds: 5 });
    assert.deepEqual(day.episodes, [{ tenant: 'one', waitedSeconds: 15 }]);
    assert.equal(day.endedAtSeconds, 25);
    assert.equal(day.busy, 30 / 50);
  });

  it('serves who comes during the flood of another in turn with it', async () => {
    const flood = Array.from({ length: 10 }, (_, index) => ({
      ...{ atSeconds: 0, tenant: 'flood', episodeId: `f${index}`, stretches: 4 },
    }));
    const arrivals = [...flood, { atSeconds: 1, tenant: 'small', episodeId: 's', stretches: 2 }];
    const { episodes } = await simulateDay(catalogue.jobs, { arrivals, analyzers: 1, stretchSeconds: 1 });
    const small = episodes.find(({ tenant }) => tenant === 'small');
    assert.ok(small && small.waitedSeconds <= 5, JSON.stringify(small));
  });
});
