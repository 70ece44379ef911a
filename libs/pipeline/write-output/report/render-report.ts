import type { Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import { clockTime, escapeHtml, jpegUri, spokenDuration } from './html.js';
import { anchorOf, instanceAnchor, laneColour, renderLanes } from './render-lanes.js';
import { REPORT_STYLE } from './style.js';

export interface ReportInput {
  readonly timeline: Timeline;
  /** JPEG by character id. */
  readonly portraits: ReadonlyMap<string, Uint8Array>;
  /** JPEG by track id (the first track of an appearance). */
  readonly thumbnails: ReadonlyMap<string, Uint8Array>;
}

/** One HTML page that needs nothing else: opens from disk, without a server and without a network. */
export function renderReport({ timeline, portraits, thumbnails }: ReportInput): string {
  const { episode, characters, warnings } = timeline;
  const sections = characters.map((character, index) =>
    renderCharacter(character, index, portraits, thumbnails),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(episode.name)}: who is on screen when</title><style>${REPORT_STYLE}</style></head>
<body><main>
<h1>${escapeHtml(episode.name)}</h1>
<p class="facts">${factsOf(timeline)}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('')}
<div class="board"><div class="bar"><span>${countOf(characters)}</span>
<label>Zoom <input type="range" min="1" max="20" value="1" step="0.5" oninput="document.documentElement.style.setProperty('--zoom',this.value)"></label></div>
${characters.length > 0 ? renderLanes(timeline, portraits) : '<p style="padding:20px">No character was found in this episode.</p>'}
</div>
${sections.join('')}
<footer>Made by Castline. Detector ${escapeHtml(timeline.models.detector)}, embedder ${escapeHtml(timeline.models.embedder)}. Times are [start, end): the end is the first frame without the character.</footer>
</main></body></html>
`;
}

function factsOf({ episode, shots }: Timeline): string {
  const [num = 0, den = 1] = episode.frameRate.split('/').map(Number);
  const rate = `${Number((num / den).toFixed(3))} frames/s`;
  return `${clockTime(episode.durationMs)} long &middot; ${episode.width}&times;${episode.height} &middot; ${rate} &middot; ${shots.length} shots`;
}

function countOf(characters: readonly TimelineCharacter[]): string {
  const known = characters.filter((character) => character.known).length;
  const unknown = characters.length - known;
  const parts = [known > 0 ? `${known} named` : '', unknown > 0 ? `${unknown} discovered` : ''].filter(
    Boolean,
  );
  return `${characters.length} character${characters.length === 1 ? '' : 's'}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

function renderCharacter(
  character: TimelineCharacter,
  index: number,
  portraits: ReadonlyMap<string, Uint8Array>,
  thumbnails: ReadonlyMap<string, Uint8Array>,
): string {
  const portrait = portraits.get(character.id);
  const cards = character.instances.map((instance, order) => {
    const picture = thumbnails.get(instance.trackIds[0] ?? '');
    const image = picture
      ? `<img loading="lazy" alt="" src="${jpegUri(picture)}">`
      : '<div class="none"></div>';
    const form = instance.form ? ` &middot; ${escapeHtml(instance.form)}` : '';
    return `<div class="card" id="${instanceAnchor(character, order)}">${image}<p>${instance.start.timecode} &ndash; ${instance.end.timecode}
<small>${spokenDuration(instance.end.ms - instance.start.ms)} &middot; ${Math.round(100 * instance.confidence)} %${form}</small></p></div>`;
  });
  return `<section id="${anchorOf(character)}"><div class="head">${portrait ? `<img alt="" src="${jpegUri(portrait)}">` : ''}
<div><h2><span class="dot" style="--c:${laneColour(index)}"></span>${escapeHtml(character.name)}</h2>
<p>${spokenDuration(character.seenMs)} on screen in ${character.instances.length} appearance${character.instances.length === 1 ? '' : 's'} &middot; confidence ${Math.round(100 * character.confidence)} %</p></div></div>
<div class="cards" style="margin-top:14px">${cards.join('')}</div></section>`;
}
