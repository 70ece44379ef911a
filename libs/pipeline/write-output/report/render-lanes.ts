import type { Instance, Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import { clockTime, escapeHtml, jpegUri, spokenDuration } from './html.js';

/** A hue per lane, far apart for neighbours (golden angle). */
export function laneColour(index: number): string {
  return `hsl(${Math.round((index * 137.5 + 215) % 360)} 62% 52%)`;
}

/** The board: a lane per character over the time axis, shots beneath. */
export function renderLanes(timeline: Timeline, portraits: ReadonlyMap<string, Uint8Array>): string {
  const { characters, episode } = timeline;
  const names = characters.map((character) => renderName(character, portraits)).join('');
  const lanes = characters
    .map((character, index) => renderLane(character, index, episode.durationMs))
    .join('');
  return `<div class="grid"><div class="who"><div class="row axis"></div>${names}<div class="row shots">${timeline.shots.length} shots</div></div>
<div class="scroll"><div class="lanes">${renderAxis(episode.durationMs)}${lanes}${renderShots(timeline)}</div></div></div>`;
}

function renderName(character: TimelineCharacter, portraits: ReadonlyMap<string, Uint8Array>): string {
  const portrait = portraits.get(character.id);
  const image = portrait ? `<img alt="" src="${jpegUri(portrait)}">` : '';
  const name = escapeHtml(character.name);
  return `<a class="row" href="#${anchorOf(character)}" title="${name}">${image}<div><b>${name}</b><small>${spokenDuration(character.seenMs)}</small></div></a>`;
}

export function anchorOf(character: TimelineCharacter): string {
  return `who-${encodeURIComponent(character.id)}`;
}

export function instanceAnchor(character: TimelineCharacter, index: number): string {
  return `${anchorOf(character)}-${index + 1}`;
}

const percent = (part: number, whole: number): string =>
  whole > 0 ? ((100 * part) / whole).toFixed(3) : '0';

function renderLane(character: TimelineCharacter, index: number, durationMs: number): string {
  const bars = character.instances
    .map((instance, order) => {
      const { start, end } = instance;
      const place = `left:${percent(start.ms, durationMs)}%;width:${percent(end.ms - start.ms, durationMs)}%`;
      const opacity = (0.35 + 0.65 * instance.confidence).toFixed(2);
      return `<a class="seen" style="${place};--o:${opacity}" href="#${instanceAnchor(character, order)}" title="${escapeHtml(describe(character, instance))}"></a>`;
    })
    .join('');
  return `<div class="row" style="--c:${laneColour(index)}">${bars}</div>`;
}

function describe(character: TimelineCharacter, { start, end, confidence, form }: Instance): string {
  const shape = form ? ` (${form})` : '';
  return `${character.name}${shape}: ${start.timecode} - ${end.timecode}, ${spokenDuration(end.ms - start.ms)}, confidence ${Math.round(100 * confidence)} %`;
}

function renderAxis(durationMs: number): string {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600].map((seconds) => seconds * 1000);
  const step = steps.find((each) => durationMs / each <= 12) ?? 7_200_000;
  const marks: string[] = [];
  for (let ms = 0; ms < durationMs; ms += step) {
    marks.push(`<span style="left:${percent(ms, durationMs)}%">${clockTime(ms).replace(/\.0$/, '')}</span>`);
  }
  return `<div class="row axis">${marks.join('')}</div>`;
}

function renderShots({ shots, episode }: Timeline): string {
  const bars = shots.map(({ start, end, index }) => {
    const width = Number(percent(end.ms - start.ms, episode.durationMs));
    const place = `left:${percent(start.ms, episode.durationMs)}%;width:calc(${width}% - 1px)`;
    return `<i style="${place}" title="shot ${index + 1}: ${start.timecode} - ${end.timecode}"></i>`;
  });
  return `<div class="row shots">${bars.join('')}</div>`;
}
