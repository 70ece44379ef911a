import { toNumber } from '../time/rational.js';
import { formatTimecode, nominalRate } from '../time/timecode.js';
import { factsOfEvent, remarkOf } from './describe-event.js';
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
 * Final Cut Pro 7 XML (xmeml version 5), which Premiere Pro and DaVinci Resolve read: whole frames, the rate as a
 * timebase with an NTSC flag. `<file>` carries the full length of the source, without which those two show it frozen.
 */
export function writeFcp7(list: EditList): string {
  const kinds = sourcesOf(list).some(({ media }) => media.hasAudio)
    ? (['video', 'audio'] as const)
    : (['video'] as const);
  const clips = programmeClips(list);
  const firsts = clips.map(
    ({ source }, index) => clips.findIndex((clip) => clip.source === source) === index,
  );
  const tracks = kinds.map((kind) => {
    const items = clips.map((clip, index) => {
      const own = clip.event ? ofSource(clip.event, list) : list;
      const isFirst = kind === 'video' && firsts[index] === true;
      return clipItem(clip, { index, kind, kinds, list: own, isFirst });
    });
    return element(kind, {}, [kind === 'video' && formatOf(list), element('track', {}, items)]);
  });
  const sequence = element('sequence', { id: 'castline' }, [
    textElement('name', list.title),
    textElement('duration', programmeFrames(list)),
    rateOf(list),
    timecodeOf(list.shape === 'markers' ? list.startFrame : 0, list),
    element('media', {}, tracks),
    ...(list.shape === 'markers' ? list.events.map((event) => markerOf(event, list)) : []),
  ]);
  return renderXml(element('xmeml', { version: '5' }, [sequence]), 'xmeml');
}

/** A stretch of the source in the programme, in frames; `event` where it is not the whole episode. */
interface ProgrammeClip {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly in: number;
  readonly out: number;
  readonly event: EditEvent | null;
  /** Which of the list's files. */
  readonly source: number;
}

function programmeClips(list: EditList): ProgrammeClip[] {
  const { frames } = list.media;
  if (list.shape === 'markers')
    return [{ name: list.title, start: 0, end: frames, in: 0, out: frames, event: null, source: 0 }];
  return placeEvents(list.events).map(({ event, offset, frames: length }) => ({
    name: event.name,
    start: offset,
    end: offset + length,
    in: event.range.start,
    out: event.range.end,
    event,
    source: sourceIndex(event, list),
  }));
}

interface ClipPlace {
  readonly index: number;
  readonly kind: 'video' | 'audio';
  readonly kinds: readonly ('video' | 'audio')[];
  /** As the clip's file sees it. */
  readonly list: EditList;
  /** Whether this is where the file is told of in full. */
  readonly isFirst: boolean;
}

function clipItem(clip: ProgrammeClip, { index, kind, kinds, list, isFirst }: ClipPlace): XmlElement {
  const notes = clip.event ? JSON.stringify(factsOfEvent(clip.event, list)) : list.notes.join(' ');
  return element('clipitem', { id: `${kind}-${index + 1}` }, [
    textElement('name', clip.name),
    textElement('duration', list.media.frames),
    rateOf(list),
    textElement('start', clip.start),
    textElement('end', clip.end),
    textElement('in', clip.in),
    textElement('out', clip.out),
    fileOf(list, clip.source, isFirst),
    kind === 'audio' &&
      element('sourcetrack', {}, [textElement('mediatype', 'audio'), textElement('trackindex', 1)]),
    ...(kinds.length > 1 ? kinds.map((other) => linkTo(other, index)) : []),
    kind === 'video' && notes !== '' && element('comments', {}, [textElement('mastercomment1', notes)]),
  ]);
}

function linkTo(kind: string, index: number): XmlElement {
  return element('link', {}, [
    textElement('linkclipref', `${kind}-${index + 1}`),
    textElement('mediatype', kind),
    textElement('trackindex', 1),
    textElement('clipindex', index + 1),
  ]);
}

/** Told in full once; later clips name it by its id. */
function fileOf(list: EditList, source: number, isFirst: boolean): XmlElement {
  const id = source === 0 ? 'source' : `source-${source + 1}`;
  if (!isFirst) return element('file', { id });
  const { fileName, url, frames, hasAudio } = list.media;
  return element('file', { id }, [
    textElement('name', fileName),
    textElement('pathurl', url.replace(/^file:\/\/\//, 'file://localhost/')),
    rateOf(list),
    textElement('duration', frames),
    timecodeOf(list.startFrame, list),
    element('media', {}, [
      element('video', {}, [sampleCharacteristics(list)]),
      hasAudio && element('audio', {}, [textElement('channelcount', 2)]),
    ]),
  ]);
}

/** An appearance as a marker with a length, in the sequence's frames. */
function markerOf(event: EditEvent, list: EditList): XmlElement {
  return element('marker', {}, [
    textElement('name', event.name),
    textElement(
      'comment',
      [remarkOf(event), JSON.stringify(factsOfEvent(event, list))].filter(Boolean).join(' '),
    ),
    textElement('in', event.range.start),
    textElement('out', event.range.end),
  ]);
}

function formatOf(list: EditList): XmlElement {
  return element('format', {}, [sampleCharacteristics(list)]);
}

function sampleCharacteristics(list: EditList): XmlElement {
  const { width, height } = list.media;
  return element('samplecharacteristics', {}, [
    rateOf(list),
    textElement('width', width),
    textElement('height', height),
  ]);
}

function rateOf({ timecode: { rate } }: EditList): XmlElement {
  const isNtsc = toNumber(rate) !== nominalRate(rate);
  return element('rate', {}, [
    textElement('timebase', nominalRate(rate)),
    textElement('ntsc', isNtsc ? 'TRUE' : 'FALSE'),
  ]);
}

function timecodeOf(frame: number, list: EditList): XmlElement {
  return element('timecode', {}, [
    rateOf(list),
    textElement('string', formatTimecode(frame, list.timecode)),
    textElement('frame', frame),
    textElement('displayformat', list.timecode.isDropFrame ? 'DF' : 'NDF'),
  ]);
}
