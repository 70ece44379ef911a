import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { TimeSpan } from '#domain/time/time-span.js';
import type { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { SilenceReader } from '#ports/silence-reader.port.js';
import { withEpisodeFile } from '../ingest-episode/with-episode-file.js';

/** Where an episode is silent: listened to once, remembered afterwards. */
export class FindSilences {
  constructor(
    private readonly reader: SilenceReader,
    private readonly notes: EpisodeNotesRepository,
    private readonly media: MediaStore,
  ) {}

  async run(episode: Episode, facts: VideoFacts, signal?: AbortSignal): Promise<readonly TimeSpan[]> {
    const { key } = this.reader;
    const known = await this.notes.findSilences(episode.id, key);
    if (known) return known;
    const heard = await withEpisodeFile(episode, this.media, (path) =>
      this.reader.readSilences(path, facts, signal),
    );
    await this.notes.saveSilences(episode.id, key, heard);
    return heard;
  }
}
