// One episode: its lanes, its player, its clips.
import { api, drawLanes, followJob, spokenSeconds } from './lanes.js';

const id = location.pathname.split('/').pop();
const $ = (name) => document.getElementById(name);

function fail(error) {
  $('problem').hidden = false;
  $('problem').textContent = error.message;
}

function show({ stage, fraction }) {
  $('working').hidden = false;
  $('stage').textContent = `${stage}: ${Math.round(100 * fraction)} %`;
  $('bar').value = fraction;
}

function playFrom(seconds) {
  if ($('player').hidden) return;
  $('video').currentTime = seconds;
  void $('video').play();
}

async function showTimeline() {
  const timeline = await api(`/episodes/${id}/timeline`);
  $('facts').textContent =
    `${spokenSeconds(timeline.episode.durationMs / 1000)}, ${timeline.shots.length} shots, ${timeline.characters.length} characters`;
  drawLanes($('board'), timeline, playFrom);
  const first = timeline.characters[0];
  if (first)
    $('query').placeholder = `scenes, such as: ${first.name.includes(' ') ? `"${first.name}"` : first.name}`;
  if (timeline.warnings.length > 0) fail({ message: timeline.warnings.join('\n') });
}

/** `1 subtitle track`, `2 chapters`, and what could not be had. */
function takenAlong({ cut }) {
  const { subtitles, chapters, leftOut } = cut?.extras ?? { subtitles: 0, chapters: 0, leftOut: [] };
  const count = (number, what) => (number === 0 ? [] : [`${number} ${what}${number === 1 ? '' : 's'}`]);
  return [
    ...count(subtitles, 'subtitle track'),
    ...count(chapters, 'chapter'),
    ...leftOut.map((why) => `without ${why}`),
  ];
}

function clipFigure(clip) {
  const figure = document.createElement('figure');
  const video = Object.assign(document.createElement('video'), {
    controls: true,
    preload: 'metadata',
    src: clip.mediaUrl,
  });
  const caption = document.createElement('figcaption');
  const link = Object.assign(document.createElement('a'), {
    href: clip.mediaUrl,
    download: '',
    textContent: 'download',
  });
  const seconds = (clip.end.ms - clip.start.ms) / 1000;
  caption.append(
    `${clip.query}: ${clip.start.timecode} - ${clip.end.timecode} (${[spokenSeconds(seconds), ...takenAlong(clip)].join(', ')}) `,
    link,
  );
  figure.append(video, caption);
  return figure;
}

/** The first and the last frame of a clip that could be cut; a click plays the episode from there. */
function planFigure({ start, end, frames, firstFrameUrl, lastFrameUrl }) {
  const figure = document.createElement('figure');
  figure.className = 'plan';
  const still = (src, alt) => Object.assign(document.createElement('img'), { src, alt, loading: 'lazy' });
  const caption = document.createElement('figcaption');
  caption.textContent = `${start.timecode} - ${end.timecode} (${frames} frames)`;
  figure.append(
    still(firstFrameUrl, `first frame, ${start.frame}`),
    still(lastFrameUrl, `last frame, ${end.frame - 1}`),
    caption,
  );
  figure.addEventListener('click', () => playFrom(start.ms / 1000));
  return figure;
}

async function showPlan(query) {
  const { clips, notes } = await api(`/episodes/${id}/clips/preview`, {
    method: 'POST',
    body: JSON.stringify({ query }),
  });
  const seconds = clips.reduce((sum, { start, end }) => sum + end.ms - start.ms, 0) / 1000;
  const found =
    clips.length > 0 ? `${clips.length} clips, ${spokenSeconds(seconds)}` : 'no scene answers the query';
  $('planned').textContent = [found, ...notes].join('; ');
  $('stills').replaceChildren(...clips.map(planFigure));
  $('plan').hidden = false;
}

async function cutClips(query) {
  const request = { query, subtitles: $('subtitles').checked, chapters: $('chapters').checked };
  const job = await api(`/episodes/${id}/clips`, { method: 'POST', body: JSON.stringify(request) });
  await followJob(job.id, show);
  $('plan').hidden = true;
  await showClips();
}

async function showClips() {
  const { items } = await api(`/episodes/${id}/clips`);
  $('clips').replaceChildren(...items.map(clipFigure));
}

$('cut').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('problem').hidden = true;
  try {
    const answer = event.submitter?.value === 'preview' ? showPlan : cutClips;
    await answer($('query').value);
  } catch (error) {
    fail(error);
  }
  $('working').hidden = true;
});

async function start() {
  const episode = await api(`/episodes/${id}`);
  $('name').textContent = episode.name;
  document.title = `${episode.name} - Castline`;
  const media = await fetch(`/api/v1/episodes/${id}/media`, { method: 'HEAD' });
  $('player').hidden = !media.ok;
  if (media.ok) $('video').src = `/api/v1/episodes/${id}/media`;
  const running = (await api(`/jobs?episodeId=${id}&kind=episode.analyze`)).items.find(
    ({ state }) => state === 'queued' || state === 'running',
  );
  if (running) {
    await followJob(running.id, show);
    $('working').hidden = true;
  }
  await Promise.all([showTimeline(), showClips()]);
}

await start().catch(fail);
