import type { EditEvent, EditList } from '#domain/interchange/edit-list.js';
import { makePoint } from './timeline.factory.js';

/** An event at 25 frames per second. */
export function makeEditEvent(start: number, end: number, overrides: Partial<EditEvent> = {}): EditEvent {
  return {
    name: 'Alice',
    range: { start, end },
    start: makePoint(start),
    end: makePoint(end),
    characters: [{ id: 'ch_alice', name: 'Alice', known: true }],
    form: null,
    confidence: 0.9,
    ...overrides,
  };
}

/** Markers on an episode of 100 frames at 25 frames per second. */
export function makeEditList(overrides: Partial<EditList> = {}): EditList {
  return {
    title: 'Episode 1',
    episodeId: 'ep-1',
    shape: 'markers',
    query: null,
    media: {
      fileName: 'Episode 1.mp4',
      url: 'file:///films/Episode%201.mp4',
      frames: 100,
      width: 1280,
      height: 720,
      hasAudio: true,
    },
    timecode: { rate: { num: 25, den: 1 }, isDropFrame: false },
    startFrame: 0,
    events: [makeEditEvent(0, 50), makeEditEvent(60, 61)],
    chapters: [],
    notes: [],
    ...overrides,
  };
}
