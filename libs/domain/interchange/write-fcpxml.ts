import type { FrameRange } from '../time/frame-range.js';
import { formatRational, reduced } from '../time/rational.js';
import { remarkOf } from './describe-event.js';
import { type EditEvent, type EditList, placeEvents, programmeFrames } from './edit-list.js';
import { element, renderXml, textElement, type XmlElement } from './xml.js';

/**
 * FCPXML 1.9 (Final Cut Pro, DaVinci Resolve): times are exact fractions of a second, every appearance is a keyword range,
 * which is Final Cut's own idea of one. https://developer.apple.com/documentation/professional-video-applications
 */
export function writeFcpxml(list: EditList): string {
  const root = element('fcpxml', { version: '1.9' }, [
    element('resources', {}, [formatResource(list), assetResource(list)]),
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

function assetResource(list: EditList): XmlElement {
  const { media } = list;
  return element(
    'asset',
    {
      id: 'r2',
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
    return [
      assetClip(
        { name: list.title, range: { start: 0, end: list.media.frames }, offset: list.startFrame },
        keywords,
        list,
      ),
    ];
  }
  return placeEvents(list.events).map(({ event, offset }) =>
    assetClip(
      { name: event.name, range: event.range, offset },
      event.characters.map(({ name }) => keywordOf({ ...event, name }, list)),
      list,
    ),
  );
}

interface SpineClip {
  readonly name: string;
  readonly range: FrameRange;
  readonly offset: number;
}

/** The order of what is inside is the DTD's: note, then keywords, then metadata. */
function assetClip({ name, range, offset }: SpineClip, keywords: XmlElement[], list: EditList): XmlElement {
  const attributes = {
    ref: 'r2',
    name,
    format: 'r1',
    tcFormat: list.timecode.isDropFrame ? 'DF' : 'NDF',
    offset: timeOf(offset, list),
    start: timeOf(list.startFrame + range.start, list),
    duration: timeOf(range.end - range.start, list),
  };
  const facts = {
    rate: formatRational(list.timecode.rate),
    episode: list.episodeId,
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
