import type { FrameRange } from '../time/frame-range.js';
import { formatRational, toNumber } from '../time/rational.js';
import { nominalRate } from '../time/timecode.js';
import { colourEvents, factsOfEvent } from './describe-event.js';
import { type EditEvent, type EditList, ofSource, placeEvents, sourcesOf } from './edit-list.js';

/**
 * OpenTimelineIO JSON with the schemas that 0.15 to 0.18 read: Clip.2, Marker.2. OTIO has no rational rate (a double
 * stands for 24000/1001), so the exact one is in `metadata.castline.rate`. https://opentimelineio.readthedocs.io
 */
export function writeOtio(list: EditList): string {
  const { rate } = list.timecode;
  const kinds = sourcesOf(list).some(({ media }) => media.hasAudio) ? ['Video', 'Audio'] : ['Video'];
  const timeline = {
    OTIO_SCHEMA: 'Timeline.1',
    name: list.title,
    global_start_time: timeOf(programmeStart(list), list),
    metadata: {
      castline: {
        rate: formatRational(rate),
        dropFrame: list.timecode.isDropFrame,
        episodeId: list.episodeId,
        query: list.query,
        notes: list.notes,
      },
    },
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      name: 'tracks',
      children: kinds.map((kind) => ({
        OTIO_SCHEMA: 'Track.1',
        name: kind,
        kind,
        children:
          list.shape === 'markers'
            ? [wholeEpisode(list, kind === 'Video')]
            : placeEvents(list.events).map(({ event }) => clipOf(event, ofSource(event, list))),
      })),
    },
  };
  return `${JSON.stringify(timeline, null, 2)}\n`;
}

/** A programme cut together begins at one hour, as is the custom; the whole episode keeps its own timecode. */
function programmeStart({ shape, startFrame, timecode }: EditList): number {
  return shape === 'markers' ? startFrame : nominalRate(timecode.rate) * 3600;
}

function wholeEpisode(list: EditList, withMarkers: boolean): object {
  const colours = colourEvents(list.events);
  const markers = list.events.map((event, index) => ({
    OTIO_SCHEMA: 'Marker.2',
    name: event.name,
    color: colours[index],
    marked_range: sourceRange(event.range, list),
    metadata: { castline: factsOfEvent(event, list) },
  }));
  return {
    ...clip(list.title, { start: 0, end: list.media.frames }, list),
    markers: withMarkers ? markers : [],
    metadata: { castline: { rate: formatRational(list.timecode.rate) } },
  };
}

function clipOf(event: EditEvent, list: EditList): object {
  return { ...clip(event.name, event.range, list), metadata: { castline: factsOfEvent(event, list) } };
}

function clip(name: string, range: FrameRange, list: EditList): object {
  const { url, fileName, frames } = list.media;
  return {
    OTIO_SCHEMA: 'Clip.2',
    name,
    enabled: true,
    effects: [],
    markers: [],
    source_range: sourceRange(range, list),
    active_media_reference_key: 'DEFAULT_MEDIA',
    media_references: {
      DEFAULT_MEDIA: {
        OTIO_SCHEMA: 'ExternalReference.1',
        name: fileName,
        target_url: url,
        available_range: sourceRange({ start: 0, end: frames }, list),
        metadata: {},
      },
    },
  };
}

/** In the file's own time, which begins at its start timecode. */
function sourceRange({ start, end }: FrameRange, list: EditList): object {
  return {
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: timeOf(list.startFrame + start, list),
    duration: timeOf(end - start, list),
  };
}

function timeOf(frames: number, { timecode }: EditList): object {
  return { OTIO_SCHEMA: 'RationalTime.1', rate: toNumber(timecode.rate), value: frames };
}
