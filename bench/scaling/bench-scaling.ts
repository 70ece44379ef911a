// What a cluster and its catalogue cost as they grow: the project's own queue code under a day of arrivals, the job tables
// filled to many jobs, casts of many characters, and files through the media store.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { GridfsMediaStore } from '#adapters/mongodb/gridfs-media-store.adapter.js';
import { LocalCopies } from '#adapters/mongodb/local-copies.js';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { quantile } from '#domain/identity/quantile.js';
import type { JobTable } from '#ports/job-table.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import { millisecondsOf } from './milliseconds-of.js';
import { type Arrival, simulateDay } from './simulate-day.js';
import { timeGallery } from './time-gallery.js';
import { timeQueue } from './time-queue.js';

export interface ScalingBench {
  readonly scratch: string;
  /** A server of MongoDB's protocol, and a database that may be filled; without one only SQLite is measured. */
  readonly mongodb: string | undefined;
  /** Deepest queue that is filled. */
  readonly jobs: number;
  /** Episode seconds that one analyzer scans in a second: what `npm run bench -- FILE` prints. */
  readonly speed: number;
}

const STRETCH_SECONDS = 30;
const EPISODE_SECONDS = 22 * 60;
const MEDIA_MEGABYTES = 32;
const ANALYZERS = [1, 4, 16, 64];
const CHARACTERS = [10, 100, 300, 1_000];

export async function benchScaling({ scratch, mongodb, jobs, speed }: ScalingBench): Promise<void> {
  await simulateDays(scratch, speed);
  await timeGalleries();
  const depths = [100, 1_000, 10_000, 100_000].filter((depth) => depth <= jobs);
  const catalogue = await openCatalogue({ folder: join(scratch, 'queue') });
  await timeTable('SQLite', catalogue.jobs, depths);
  await catalogue.close();
  await timeMedia('a folder', await FolderMediaStore.open(join(scratch, 'media')), scratch);
  if (!mongodb) return;
  const cluster = await openMongoCatalogue(mongodb);
  await timeTable('MongoDB', cluster.jobs, depths);
  const copies = await LocalCopies.open(join(scratch, 'copies'), 0);
  await timeMedia('GridFS', new GridfsMediaStore(cluster.database, 'bench', copies), scratch);
  await copies.close();
  await cluster.close();
}

async function simulateDays(scratch: string, speed: number): Promise<void> {
  const stretchSeconds = STRETCH_SECONDS / speed;
  const stretches = EPISODE_SECONDS / STRETCH_SECONDS;
  const flood = Array.from({ length: 200 }, (_, index) => arrival('flood', index, 0, stretches));
  const others = Array.from({ length: 20 }, (_, index) =>
    arrival('others', index, 60 + index * 60, stretches),
  );
  const arrivals = [...flood, ...others].sort((one, other) => one.atSeconds - other.atSeconds);
  console.log(`
A day, simulated: one tenant brings ${flood.length} episodes of 22 minutes at once, another one a minute from then on, ${others.length} in
all; a stretch of ${STRETCH_SECONDS} s takes an analyzer ${stretchSeconds.toFixed(1)} s (--speed ${speed}).
analyzers  episodes/hour  busy   the other's: half within, 95 % within   the flood: done within`);
  for (const analyzers of ANALYZERS) {
    const catalogue = await openCatalogue({ folder: join(scratch, `day-${analyzers}`) });
    const day = await simulateDay(catalogue.jobs, { arrivals, analyzers, stretchSeconds });
    await catalogue.close();
    const waits = (tenant: string): number[] =>
      day.episodes.filter((done) => done.tenant === tenant).map(({ waitedSeconds }) => waitedSeconds);
    const perHour = (day.episodes.length / day.endedAtSeconds) * 3600;
    console.log(
      [
        String(analyzers).padStart(9),
        perHour.toFixed(0).padStart(14),
        `${(day.busy * 100).toFixed(0)} %`.padStart(6),
        `${minutes(quantile(waits('others'), 0.5))}, ${minutes(quantile(waits('others'), 0.95))}`.padStart(
          40,
        ),
        minutes(Math.max(...waits('flood'))).padStart(25),
      ].join(' '),
    );
  }
}

function arrival(tenant: string, index: number, atSeconds: number, stretches: number): Arrival {
  return { tenant, atSeconds, stretches, episodeId: `${tenant}-${index}` };
}

async function timeGalleries(): Promise<void> {
  console.log(
    '\nNaming the 400 tracks of an episode against a cast of so many characters, three pictures each',
  );
  console.log('characters        ms        MB');
  for await (const { characters, milliseconds, megabytes } of timeGallery(CHARACTERS))
    console.log(
      `${String(characters).padStart(10)} ${milliseconds.toFixed(0).padStart(9)} ${megabytes.toFixed(0).padStart(9)}`,
    );
}

async function timeTable(name: string, table: JobTable, depths: readonly number[]): Promise<void> {
  console.log(`\nThe job table in ${name} with so many jobs waiting, of 20 tenants: milliseconds for each`);
  console.log('    jobs   enqueue  claim next  claim one   finish   queue depths   a page   all that wait');
  for await (const times of timeQueue(table, depths)) {
    const { depth, enqueue, claimNext, claimOne, finish, page, all } = times;
    const cells: [number, number][] = [
      ...([
        [enqueue, 9],
        [claimNext, 11],
        [claimOne, 10],
        [finish, 8],
      ] as [number, number][]),
      ...([
        [times.depths, 14],
        [page, 8],
        [all, 15],
      ] as [number, number][]),
    ];
    const row = cells.map(([value, width]) => value.toFixed(value < 10 ? 2 : 0).padStart(width));
    console.log(`${String(depth).padStart(8)} ${row.join(' ')}`);
  }
}

async function timeMedia(name: string, store: MediaStore, scratch: string): Promise<void> {
  const folder = join(scratch, 'incoming');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'episode.mp4');
  await writeFile(file, Buffer.concat(Array.from({ length: MEDIA_MEGABYTES }, () => randomBytes(2 ** 20))));
  let id = '';
  const written = await millisecondsOf(1, async () => {
    id = (await store.adopt(file)).id;
  });
  const read = await millisecondsOf(1, async () => drain(store, id));
  const parts = await millisecondsOf(20, (index) =>
    drain(store, id, { start: index * 2 ** 20 + 12_345, end: index * 2 ** 20 + 12_345 + 2 ** 20 }),
  );
  await store.delete(id);
  console.log(
    `\n${MEDIA_MEGABYTES} MB in ${name}: taken over at ${rate(written)} MB/s, read at ${rate(read)} MB/s, one MB from within in ${parts.toFixed(1)} ms`,
  );
}

async function drain(store: MediaStore, id: string, range?: { start: number; end: number }): Promise<void> {
  for await (const chunk of await store.open(id, range)) void chunk;
}

const rate = (ms: number): string => (MEDIA_MEGABYTES / (ms / 1000)).toFixed(0);
const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;
