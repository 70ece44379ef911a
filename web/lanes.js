// What both pages share: asking the API, following a job, drawing a timeline's lanes.

export async function api(path, options = {}) {
  const response = await fetch(`/api/v1${path}`, {
    ...options,
    headers: { 'Content-Type': 'application/json', ...options.headers },
  });
  if (response.status === 204) return undefined;
  if (response.status === 401) {
    await signIn();
    return api(path, options);
  }
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? `the server answered ${response.status}`);
  return body;
}

let signingIn;

/** Asks for a token, once however many requests were turned away. The server keeps it in a cookie that no script reads. */
function signIn() {
  signingIn ??= askForToken().finally(() => (signingIn = undefined));
  return signingIn;
}

function askForToken() {
  const dialog = element('dialog', 'sign-in');
  const form = element('form');
  const field = element('input', '', { type: 'password', required: true, autocomplete: 'current-password' });
  const problem = element('p', 'error', { hidden: true });
  const label = element('label', '', { textContent: 'Access token' });
  label.append(field);
  form.append(
    element('h2', '', { textContent: 'Sign in' }),
    label,
    problem,
    element('button', '', { textContent: 'Sign in' }),
  );
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.showModal();
  return new Promise((resolve) => {
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const response = await fetch('/api/v1/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ token: field.value.trim() }),
      });
      if (response.ok) {
        dialog.remove();
        resolve();
        return;
      }
      problem.textContent = (await response.json()).detail;
      problem.hidden = false;
    });
  });
}

/** Tells of every progress until the job is done; rejects when it fails. */
export function followJob(id, onProgress) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(`/api/v1/jobs/${id}/events`);
    source.addEventListener('job', ({ data }) => {
      const job = JSON.parse(data);
      if (job.progress) onProgress(job.progress);
      if (job.state === 'done') resolve(job);
      if (job.state === 'failed' || job.state === 'cancelled')
        reject(new Error(job.failure?.message ?? `the job was ${job.state}`));
      if (job.state !== 'queued' && job.state !== 'running') source.close();
    });
  });
}

export function spokenSeconds(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const colour = (index) => `hsl(${(index * 137.5 + 215) % 360} 62% 52%)`;
const percent = (part, whole) => `${(100 * part) / whole}%`;

function element(tag, className = '', properties = {}) {
  return Object.assign(document.createElement(tag), { className, ...properties });
}

function nameCell(character, episodeId) {
  const cell = element('div', 'name');
  const trackId = character.instances[0]?.trackIds[0];
  if (trackId)
    cell.append(element('img', '', { alt: '', src: `/api/v1/episodes/${episodeId}/tracks/${trackId}/crop` }));
  const text = element('div', '');
  text.append(
    element('b', '', { textContent: character.name, title: character.name }),
    element('small', '', { textContent: spokenSeconds(character.seenMs / 1000) }),
  );
  cell.append(text);
  return cell;
}

function lane(character, index, durationMs, onPick) {
  const row = element('div', 'lane');
  for (const { start, end, confidence, form } of character.instances) {
    const bar = element('button', '', {
      type: 'button',
      title: `${character.name}${form ? ` (${form})` : ''} ${start.timecode} - ${end.timecode}, confidence ${Math.round(100 * confidence)} %`,
    });
    Object.assign(bar.style, {
      left: percent(start.ms, durationMs),
      width: percent(end.ms - start.ms, durationMs),
      background: colour(index),
      opacity: 0.35 + 0.65 * confidence,
    });
    bar.addEventListener('click', () => onPick(start.ms / 1000));
    row.append(bar);
  }
  return row;
}

/** Draws the timeline into `board`; `onPick(seconds)` is called for a clicked appearance. */
export function drawLanes(board, timeline, onPick) {
  const { durationMs, id } = timeline.episode;
  const cells = timeline.characters.flatMap((character, index) => [
    nameCell(character, id),
    lane(character, index, durationMs, onPick),
  ]);
  const shots = element('div', 'lane shots');
  for (const { start, end, index } of timeline.shots) {
    const bar = element('i', '', { title: `shot ${index + 1}: ${start.timecode}` });
    Object.assign(bar.style, {
      left: percent(start.ms, durationMs),
      width: `calc(${percent(end.ms - start.ms, durationMs)} - 1px)`,
    });
    shots.append(bar);
  }
  board.replaceChildren(
    ...cells,
    element('div', 'dim', { textContent: `${timeline.shots.length} shots` }),
    shots,
  );
}
