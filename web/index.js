// The first page: upload an episode, follow its analysis, list what there is.
import { api, followJob, spokenSeconds } from './lanes.js';

const $ = (id) => document.getElementById(id);

function show(stage, fraction) {
  $('working').hidden = false;
  $('stage').textContent = stage;
  if (fraction === undefined) $('bar').removeAttribute('value');
  else $('bar').value = fraction;
}

function fail(message) {
  $('working').hidden = true;
  $('problem').hidden = false;
  $('problem').textContent = message;
}

/** The server refuses with problem details; the upload library wraps them. */
function reasonOf(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).detail;
  } catch {
    return error.message ?? String(error);
  }
}

function upload(file, castId) {
  return new Promise((resolve, reject) => {
    let episode;
    const task = new tus.Upload(file, {
      endpoint: '/api/v1/uploads',
      chunkSize: 32 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000],
      metadata: { filename: file.name, ...(castId ? { castId } : {}) },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => (error.originalResponse?.getStatus() ?? 0) >= 500 || !error.originalResponse,
      onProgress: (sent, total) => show(`uploading: ${Math.round((100 * sent) / total)} %`, sent / total),
      onAfterResponse: (_request, response) => {
        const id = response.getHeader('Castline-Episode');
        if (id) episode = { id, jobId: response.getHeader('Castline-Job') };
      },
      onError: (error) => reject(new Error(reasonOf(error))),
      onSuccess: () =>
        episode ? resolve(episode) : reject(new Error('the server did not say which episode this became')),
    });
    task.findPreviousUploads().then((earlier) => {
      if (earlier[0]) task.resumeFromPreviousUpload(earlier[0]);
      task.start();
    });
  });
}

$('upload').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('problem').hidden = true;
  try {
    const { id, jobId } = await upload($('file').files[0], $('cast').value);
    await followJob(jobId, ({ stage, fraction, speed }) =>
      show(
        `${stage}: ${Math.round(100 * fraction)} %${speed ? `, ${speed.toFixed(1)} x real time` : ''}`,
        fraction,
      ),
    );
    location.href = `/episodes/${id}`;
  } catch (error) {
    fail(error.message);
    await list();
  }
});

function row(episode) {
  const tr = document.createElement('tr');
  const link = document.createElement('a');
  link.href = `/episodes/${episode.id}`;
  link.textContent = episode.name;
  const remove = document.createElement('button');
  remove.className = 'quiet';
  remove.textContent = 'Delete';
  remove.addEventListener('click', async () => {
    if (!confirm(`Delete ${episode.name}, its timeline and clips?`)) return;
    await api(`/episodes/${episode.id}`, { method: 'DELETE' });
    await list();
  });
  const length = episode.durationSeconds === null ? '' : spokenSeconds(episode.durationSeconds);
  const state = episode.failure ? `failed: ${episode.failure.message}` : episode.state;
  for (const content of [link, state, length, `${(episode.sizeInBytes / 1e6).toFixed(1)} MB`, remove]) {
    const td = document.createElement('td');
    td.append(content);
    tr.append(td);
  }
  return tr;
}

let nextPage = null;

async function list() {
  $('episodes').replaceChildren();
  await listMore('');
  $('none').hidden = $('episodes').rows.length > 0;
}

async function listMore(after) {
  const { items, next } = await api(`/episodes${after && `?after=${encodeURIComponent(after)}`}`);
  $('episodes').append(...items.map(row));
  nextPage = next;
  $('more').hidden = next === null;
}

$('more').addEventListener('click', () => listMore(nextPage).catch((error) => fail(error.message)));

async function listCasts() {
  for (const cast of (await api('/casts')).items) {
    const names = cast.characters.map(({ name }) => name).join(', ');
    $('cast').append(new Option(`${cast.name}${names ? `: ${names}` : ''}`, cast.id));
  }
}

await Promise.all([list(), listCasts()]).catch((error) => fail(error.message));
