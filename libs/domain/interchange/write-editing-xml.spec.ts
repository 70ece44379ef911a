import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeEditEvent, makeEditList } from '../../../test/factories/edit-list.factory.js';
import { writeFcp7 } from './write-fcp7.js';
import { writeFcpxml } from './write-fcpxml.js';
import { writeOtio } from './write-otio.js';

const film = { rate: { num: 24000, den: 1001 }, isDropFrame: false };
const evil = makeEditEvent(24, 48, { name: 'A & "B" <小明>', form: 'armour' });
const markers = makeEditList({ timecode: film, startFrame: 86_400, events: [evil] });
const cuts = makeEditList({
  timecode: film,
  shape: 'cuts',
  query: 'alice',
  events: [evil, makeEditEvent(60, 72)],
});
const silent = (list: typeof cuts) => ({ ...list, media: { ...list.media, hasAudio: false } });

describe('writeFcpxml', () => {
  it('makes every appearance a keyword range in the file’s own time', () => {
    const xml = writeFcpxml(markers);
    assert.match(xml, /<fcpxml version="1.9">/);
    assert.match(xml, /<format id="r1" frameDuration="1001\/24000s" width="1280" height="720"\/>/);
    assert.match(xml, /<media-rep kind="original-media" src="file:\/\/\/films\/Episode%201.mp4"\/>/);
    // frame 86424 at 1001/24000 of a second each
    assert.match(
      xml,
      /<keyword start="3604601\/1000s" duration="1001\/1000s" value="A &amp; &quot;B&quot; &lt;小明&gt;" note="confidence 0.90, form armour"\/>/,
    );
  });

  it('puts cuts one behind another', () => {
    const offsets = [
      ...writeFcpxml(cuts).matchAll(/<asset-clip .*offset="(\S+)" start="(\S+)" duration="(\S+)"/g),
    ];
    assert.deepEqual(
      offsets.map(([, ...times]) => times),
      [
        ['0s', '1001/1000s', '1001/1000s'],
        ['1001/1000s', '1001/400s', '1001/2000s'],
      ],
    );
  });

  it('carries its notes, and says nothing of audio that is not there', () => {
    assert.match(
      writeFcpxml({ ...cuts, notes: ['conformed <to> 25'] }),
      /<note>conformed &lt;to&gt; 25<\/note>/,
    );
    assert.doesNotMatch(writeFcpxml(silent(cuts)), /audio/i);
  });
});

describe('writeFcp7', () => {
  it('tells the whole length of the file, once', () => {
    const xml = writeFcp7(cuts);
    assert.match(
      xml,
      /<file id="source">\s*<name>Episode 1.mp4<\/name>\s*<pathurl>file:\/\/localhost\/films\/Episode%201.mp4<\/pathurl>[^]*?<duration>100<\/duration>/,
    );
    assert.equal(xml.split('<file id="source">').length, 2);
    assert.equal(xml.split('<file id="source"/>').length, 4, 'three more clip items name it');
    assert.match(xml, /<timebase>24<\/timebase>\s*<ntsc>TRUE<\/ntsc>/);
  });

  it('has a marker with in and out for every appearance', () =>
    assert.match(
      writeFcp7(markers),
      /<name>A &amp; &quot;B&quot; &lt;小明&gt;<\/name>\s*<comment>confidence[^]*<in>24<\/in>\s*<out>48<\/out>/,
    ));

  it('has no audio where the episode has none', () => assert.doesNotMatch(writeFcp7(silent(cuts)), /audio/));
});

interface Otio {
  readonly metadata: { readonly castline: { readonly rate: string; readonly notes: string[] } };
  readonly tracks: {
    readonly children: readonly { readonly kind: string; readonly children: readonly object[] }[];
  };
}

describe('writeOtio', () => {
  it('uses the schemas that released readers know, and keeps the exact rate', () => {
    for (const list of [markers, cuts]) {
      const text = writeOtio(list);
      const schemas = new Set([...text.matchAll(/"OTIO_SCHEMA": "([^"]+)"/g)].map(([, schema]) => schema));
      const known = [
        'Timeline.1',
        'Stack.1',
        'Track.1',
        'Clip.2',
        'Marker.2',
        'ExternalReference.1',
        'TimeRange.1',
        'RationalTime.1',
      ];
      assert.deepEqual(
        [...schemas].filter((schema) => !known.includes(schema!)),
        [],
      );
      assert.equal((JSON.parse(text) as Otio).metadata.castline.rate, '24000/1001');
    }
  });

  it('has a track of audio only where the episode has', () => {
    const kinds = (list: typeof cuts) =>
      (JSON.parse(writeOtio(list)) as Otio).tracks.children.map(({ kind }) => kind);
    assert.deepEqual(kinds(cuts), ['Video', 'Audio']);
    assert.deepEqual(kinds(silent(cuts)), ['Video']);
  });
});
