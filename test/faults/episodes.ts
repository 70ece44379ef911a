// Short episodes for many processes: how they are made, sent in spite of everything, and waited for.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workplace } from '../fixtures/processes/castline-cli.js';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { makeMarkedFilm } from '../fixtures/videos/marked-film.js';

/** What is on screen for a while, so that every short film has a scene of it. */
const QUERY = '"Unknown #1"';

interface Items {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** The first seconds of the marked film. */
export function makeShortFilm(folder: Workplace, seconds: number): Buffer {
  const [whole, path] = [folder.path('whole.mp4'), folder.path(`film-${seconds}.mp4`)];
  makeMarkedFilm(whole);
  const args = [
    '-v',
    'error',
    '-i',
    whole,
    '-t',
    String(seconds),
    '-c',
    'copy',
    '-movflags',
    '+faststart',
    path,
  ];
  const { status, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no short film: ${stderr}`);
  return readFileSync(path);
}

/** The same film as another file: what follows it in the file is nothing to a player. */
export function anotherCopy(film: Buffer, number: number): Buffer {
  const box = Buffer.alloc(12);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  box.writeUInt32BE(number, 8);
  return Buffer.concat([film, box]);
}

/** Waits as long as it takes, failures of those who are asked being no answer. */
export async function patiently<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 120,
): Promise<T> {
  const giveUpAt = performance.now() + seconds * 1000;
  let failure: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > giveUpAt) throw new Error(`waited in vain: ${what}`, { cause: failure });
    await sleep(200);
  }
}

/** Sends it as a tus client does that does not give up: goes on where it was, and begins anew where that is forgotten. */
export async function uploadStubbornly(api: CastlineServer, film: Buffer, name: string): Promise<string> {
  let location: string | undefined;
  return patiently(`the upload of ${name}`, async () => {
    const known = await findEpisode(api, name);
    if (known !== undefined) return known;
    location ??= (await api.createUpload(film.length, { filename: name })).location;
    const offset = await api.offsetOf(location);
    if (Number.isNaN(offset)) location = undefined;
    else {
      const { headers } = await api.patchUpload(location, offset, film.subarray(offset));
      return headers.get('Castline-Episode') ?? undefined;
    }
    return undefined;
  });
}

async function findEpisode(api: CastlineServer, name: string): Promise<string | undefined> {
  const { status, body } = await api.ask<Items>('episodes?limit=1000');
  if (status !== 200) throw new Error(`no list of episodes: ${status}`);
  const found = body.items.find((episode) => episode['name'] === name);
  return found && (await hasJob(api, String(found['id']))) ? String(found['id']) : undefined;
}

/** A process may die between the episode and the job; its next life, or the client, makes up for it. */
async function hasJob(api: CastlineServer, episodeId: string): Promise<boolean> {
  return (await jobsOf(api, episodeId)).length > 0;
}

export async function untilAnalyzed(api: CastlineServer, episodeId: string, seconds = 120): Promise<void> {
  await patiently(
    `the analysis of ${episodeId}`,
    async () => (await api.ask(`episodes/${episodeId}`)).body['state'] === 'analyzed',
    seconds,
  );
}

/** Asks for clips until there are any, over and over as clients do that hear nothing. Resolves with how many. */
export async function untilCut(api: CastlineServer, episodeId: string, seconds = 120): Promise<number> {
  let jobId: string | undefined;
  return patiently(
    `the clips of ${episodeId}`,
    async () => {
      if (jobId === undefined) {
        const { status, body } = await api.post(`episodes/${episodeId}/clips`, { query: QUERY });
        if (status === 202) jobId = String(body['id']);
        return undefined;
      }
      const { body: job } = await api.ask(`jobs/${jobId}`);
      if (job['state'] === 'failed') throw new Error(JSON.stringify(job));
      if (job['state'] !== 'done') return undefined;
      return (await api.ask<Items>(`episodes/${episodeId}/clips`)).body.items.length;
    },
    seconds,
  );
}

export async function jobsOf(api: CastlineServer, episodeId: string): Promise<Items['items']> {
  return (await api.ask<Items>(`jobs?episodeId=${episodeId}`)).body.items;
}
