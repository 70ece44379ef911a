import type { FrameRange } from '../time/frame-range.js';
import { formatRational, reduced } from '../time/rational.js';
import { remarkOf } from './describe-event.js';
import {
  type EditEvent,
  type EditList,
  ofSource,
  placeEvents,
  programmeFrames,
  sourceIndex,
  sourcesOf,
} from './edit-list.js';
import { element, renderXml, textElement, type XmlElement } from './xml.js';

/**
 * FCPXML 1.9 (Final Cut Pro, DaVinci Resolve): times are exact fractions of a second, every appearance is a keyword range,
 * which is Final Cut's own idea of one. https://developer.apple.com/documentation/professional-video-applications
 */
export function writeFcpxml(list: EditList): string {
  const root = element('fcpxml', { version: '1.9' }, [
    element('resources', {}, [
      formatResource(list),
      ...sourcesOf(list).map((source, index) => assetResource({ ...list, ...source }, assetId(index))),
    ]),
    element('library', {}, [
      element('event', { name: list.title }, [
        element('project', { name: list.title }, [
          element(
            'sequence',
            {
              format: 'r1',
              duration: timeOf(programmeFrames(list), list),
              tcStart: timeOf(list.shape === 'markers' ? list.startFrame : 0, list),
              tcFormat: list.timecode.isDropFrame ? 'DF' : 'NDF',
            },
            [element('spine', {}, spineOf(list))],
          ),
        ]),
      ]),
    ]),
  ]);
  return renderXml(root, 'fcpxml');
}

function formatResource({ media, timecode }: EditList): XmlElement {
  const { num, den } = reduced(timecode.rate);
  return element('format', {
    id: 'r1',
    frameDuration: `${den}/${num}s`,
    width: media.width,
    height: media.height,
  });
}

const assetId = (index: number): string => `r${index + 2}`;

function assetResource(list: EditList, id: string): XmlElement {
  const { media } = list;
  return element(
    'asset',
    {
      id,
      name: media.fileName,
      start: timeOf(list.startFrame, list),
      duration: timeOf(media.frames, list),
      hasVideo: '1',
      format: 'r1',
      ...(media.hasAudio ? { hasAudio: '1', audioSources: '1' } : {}),
    },
    [element('media-rep', { kind: 'original-media', src: media.url })],
  );
}

function spineOf(list: EditList): XmlElement[] {
  if (list.shape === 'markers') {
    const keywords = list.events.map((event) => keywordOf(event, list));
    const range = { start: 0, end: list.media.frames };
    return [
      assetClip({ name: list.title, range, offset: list.startFrame, asset: assetId(0) }, keywords, list),
    ];
  }
  return placeEvents(list.events).map(({ event, offset }) => {
    const own = ofSource(event, list);
    return assetClip(
      { name: event.name, range: event.range, offset, asset: assetId(sourceIndex(event, list)) },
      event.characters.map(({ name }) => keywordOf({ ...event, name }, own)),
      own,
    );
  });
}

interface SpineClip {
  readonly name: string;
  readonly range: FrameRange;
  readonly offset: number;
  readonly asset: string;
}

/** The order of what is inside is the DTD's: note, then keywords, then metadata. */
function assetClip(
  { name, range, offset, asset }: SpineClip,
  keywords: XmlElement[],
  list: EditList,
): XmlElement {
  const attributes = {
    ref: asset,
    name,
    format: 'r1',
    tcFormat: list.timecode.isDropFrame ? 'DF' : 'NDF',
    offset: timeOf(offset, list),
    start: timeOf(list.startFrame + range.start, list),
    duration: timeOf(range.end - range.start, list),
  };
  const facts = {
    rate: formatRational(list.timecode.rate),
    ...(list.episodeId === null ? {} : { episode: list.episodeId }),
    ...(list.query === null ? {} : { query: list.query }),
  };
  const metadata = Object.entries(facts).map(([key, value]) =>
    element('md', { key: `com.castline.${key}`, value }),
  );
  return element('asset-clip', attributes, [
    list.notes.length > 0 && textElement('note', list.notes.join(' ')),
    ...keywords,
    element('metadata', {}, metadata),
  ]);
}

/** In the file's own time. */
function keywordOf(event: EditEvent, list: EditList): XmlElement {
  const remark = remarkOf(event);
  return element('keyword', {
    start: timeOf(list.startFrame + event.range.start, list),
    duration: timeOf(event.range.end - event.range.start, list),
    value: event.name,
    ...(remark ? { note: remark } : {}),
  });
}

/** `1001/24000s`, whole seconds as `5s`: always on the border of a frame. */
function timeOf(frames: number, { timecode }: EditList): string {
  if (frames === 0) return '0s';
  const { num, den } = reduced({ num: frames * timecode.rate.den, den: timecode.rate.num });
  return den === 1 ? `${num}s` : `${num}/${den}s`;
}
