import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '#adapters/sqlite/open-catalogue.js';
import { makeEpisode } from './episode.factory.js';
import { type EpisodeOnFilm, makeExportRequest } from './export-request.factory.js';

/** Puts an analysed episode `ep-1` into a catalogue; its file, in the folder, is no film but a few letters. */
export async function storeEpisode(
  { episodes, scans, timelines }: Pick<Catalogue, 'episodes' | 'scans' | 'timelines'>,
  folder: string,
  film: EpisodeOnFilm,
): Promise<string> {
  const path = join(folder, 'film.mp4');
  const content = 'a film';
  await writeFile(path, content);
  const { timeline, scan, facts } = makeExportRequest(film);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const source = { kind: 'path', path } as const;
  const about = { source, sha256, sizeInBytes: content.length, facts, state: 'analyzed' } as const;
  const episode = makeEpisode(about);
  await episodes.save(episode);
  const batch = {
    shots: [{ index: 0, frames: { start: 0, end: film.frames }, transition: 'start' as const }],
    ...{ tracks: [], crops: [], ticks: scan.ticks, nextFrame: film.frames },
    nextTimestamp: { ticks: scan.endTicks, timeBase: facts.timeBase },
  };
  await scans.append(episode.id, 'k', batch);
  await scans.complete(episode.id, 'k', { endTicks: scan.endTicks, warnings: [] });
  const createdAt = new Date().toISOString();
  await timelines.save({ episodeId: episode.id, scanKey: 'k', galleryKey: 'g', createdAt, timeline });
  return path;
}
