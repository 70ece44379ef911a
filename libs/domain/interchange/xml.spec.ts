import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { element, escapeXml, renderXml, textElement } from './xml.js';

describe('escapeXml', () => {
  const cases: [string, string][] = [
    ['', ''],
    ['小明 & <b> "c" \'d\'', '小明 &amp; &lt;b&gt; &quot;c&quot; &apos;d&apos;'],
    [']]>', ']]&gt;'],
    ['a\tb\r\nc', 'a&#9;b&#13;&#10;c'],
    ['a\u0000b\u000bc\ufffe', 'a\ufffdb\ufffdc\ufffd'],
    ['whole 🐰 half \ud83d', 'whole 🐰 half \ufffd'],
  ];
  for (const [text, escaped] of cases)
    it(`writes ${JSON.stringify(text)}`, () => assert.equal(escapeXml(text), escaped));
});

describe('renderXml', () => {
  it('nests, and leaves out what is nothing', () =>
    assert.equal(
      renderXml(element('a', { x: '<' }, [false, undefined, textElement('b', 1), element('c', {})]), 'a'),
      '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE a>\n<a x="&lt;">\n  <b>1</b>\n  <c/>\n</a>\n',
    ));
});
