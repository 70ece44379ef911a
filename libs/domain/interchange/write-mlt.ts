import { reduced, toNumber } from '../time/rational.js';
import { remarkOf } from './describe-event.js';
import {
  type EditList,
  ofSource,
  placeEvents,
  programmeFrames,
  sourceIndex,
  sourcesOf,
} from './edit-list.js';
import { element, renderXml, textElement, type XmlElement } from './xml.js';

/**
 * MLT XML, the project format of Shotcut (and what Kdenlive's is built on): files as producers, the cut as a playlist of
 * entries whose out point is their last frame, and the annotations that Shotcut wants to edit it.
 * https://www.mltframework.org/docs/mltxml, https://shotcutapp.com/notes/mltxml-annotations
 */
export function writeMlt(list: EditList): string {
  const frames = programmeFrames(list);
  const last = Math.max(0, frames - 1);
  const playlist = element('playlist', { id: 'playlist0' }, [
    property('shotcut:video', '1'),
    property('shotcut:name', 'V1'),
    ...entriesOf(list),
  ]);
  const background = element('playlist', { id: 'background' }, [
    element('entry', { producer: 'black', in: '0', out: String(last) }),
  ]);
  const tractor = element('tractor', { id: 'tractor0', title: list.title, in: '0', out: String(last) }, [
    property('shotcut', '1'),
    ...(list.events.length > 0 ? [markersOf(list)] : []),
    element('track', { producer: 'background' }),
    element('track', { producer: 'playlist0' }),
  ]);
  const root = element(
    'mlt',
    { LC_NUMERIC: 'C', version: '7.0.0', title: list.title, producer: 'tractor0' },
    [
      profileOf(list),
      ...sourcesOf(list).map((source, index) => producerOf({ ...list, ...source }, index)),
      element('producer', { id: 'black', in: '0', out: String(last) }, [
        property('length', String(Math.max(1, frames))),
        property('resource', '0'),
        property('mlt_service', 'color'),
      ]),
      background,
      playlist,
      tractor,
    ],
  );
  return renderXml(root, null);
}

const property = (name: string, value: string): XmlElement => textElement('property', value, { name });

function profileOf({ media, timecode }: EditList): XmlElement {
  const { num, den } = reduced(timecode.rate);
  return element('profile', {
    description: 'automatic',
    width: media.width,
    height: media.height,
    progressive: '1',
    sample_aspect_num: '1',
    sample_aspect_den: '1',
    display_aspect_num: media.width,
    display_aspect_den: media.height,
    frame_rate_num: num,
    frame_rate_den: den,
    colorspace: '709',
  });
}

const producerId = (index: number): string => `producer${index}`;

/** MLT wants a path, not a URL. */
function producerOf({ media }: EditList, index: number): XmlElement {
  const path = decodeURIComponent(
    media.url.replace(/^file:\/\/(?=\/)/, '').replace(/^\/(?=[A-Za-z]:\/)/, ''),
  );
  return element('producer', { id: producerId(index), in: '0', out: media.frames - 1 }, [
    property('length', String(media.frames)),
    property('resource', path.replace(/^\.\//, '')),
    property('mlt_service', 'avformat'),
    property('shotcut:caption', media.fileName),
  ]);
}

function entriesOf(list: EditList): XmlElement[] {
  if (list.shape === 'markers')
    return [element('entry', { producer: producerId(0), in: '0', out: list.media.frames - 1 })];
  return placeEvents(list.events).map(({ event }) => {
    const { frames } = ofSource(event, list).media;
    const out = Math.min(event.range.end, frames) - 1;
    return element('entry', { producer: producerId(sourceIndex(event, list)), in: event.range.start, out });
  });
}

/** As Shotcut keeps its markers: text and times in a tree of properties of the timeline. Those of a cut list name its cuts. */
function markersOf(list: EditList): XmlElement {
  return element(
    'properties',
    { name: 'shotcut:markers' },
    placeEvents(list.events).map(({ event, offset, frames }, index) => {
      const start = list.shape === 'markers' ? event.range.start : offset;
      return element('properties', { name: String(index) }, [
        property('text', [event.name, remarkOf(event)].filter(Boolean).join(', ')),
        property('start', clockTime(start, list)),
        property('end', clockTime(start + Math.max(1, frames) - 1, list)),
        property('color', '#008000'),
      ]);
    }),
  );
}

/** `00:01:02.345`, as MLT writes a clock. */
function clockTime(frame: number, { timecode }: EditList): string {
  const ms = Math.round((frame * 1000) / toNumber(timecode.rate));
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
