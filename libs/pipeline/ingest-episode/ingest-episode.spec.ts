import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { Page } from '#domain/paging/page.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { makeVideoFacts } from '../../../test/factories/episode.factory.js';
import { IngestEpisode } from './ingest-episode.js';

class MemoryEpisodes extends EpisodeRepository {
  override isMediaUsed(): Promise<boolean> {
    return Promise.resolve(false);
  }
  readonly saved: Episode[] = [];
  override async save(episode: Episode): Promise<void> {
    this.saved.push(episode);
  }
  override async find(id: string): Promise<Episode | undefined> {
    return this.saved.find((episode) => episode.id === id);
  }
  override async listPage(): Promise<Page<Episode>> {
    return { items: this.saved, next: null };
  }
  override async delete(): Promise<boolean> {
    return false;
  }
}

class ProbeThat extends VideoProbe {
  constructor(private readonly act: () => void) {
    super();
  }
  override async probe(): Promise<VideoFacts> {
    this.act();
    return makeVideoFacts();
  }
}

const path = fileURLToPath(import.meta.url);

describe('IngestEpisode', () => {
  it('knows the same bytes again, whatever they are called', async () => {
    const sut = new IngestEpisode(new ProbeThat(() => undefined), new MemoryEpisodes());
    const { episode } = await sut.run({ path });
    const again = await sut.run({ path, name: 'another name.mp4' });
    assert.match(episode.id, /^ep_[0-9a-f]{24}$/);
    assert.equal(again.episode.id, episode.id);
    assert.equal(again.episode.createdAt, episode.createdAt);
  });

  it('ends as stopped, not as failed, when it is stopped while the file is read', async () => {
    const controller = new AbortController();
    const episodes = new MemoryEpisodes();
    const sut = new IngestEpisode(new ProbeThat(() => controller.abort()), episodes);
    await assert.rejects(sut.run({ path, signal: controller.signal }), { code: 'RUN.CANCELLED' });
    assert.deepEqual(episodes.saved, []);
  });
});
