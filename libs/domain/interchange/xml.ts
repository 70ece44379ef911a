/** The little of XML 1.0 that interchange files need: elements, attributes and text, escaped; no more. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements, or one text. */
  readonly content: readonly XmlElement[] | string;
}

/** An element with attributes and elements inside; `undefined` and `false` stand for nothing, so that parts can be optional. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly (XmlElement | undefined | false)[] = [],
): XmlElement {
  return { name, attributes, content: content.filter((child) => child !== undefined && child !== false) };
}

/** An element with text inside. */
export function textElement(
  name: string,
  text: string | number,
  attributes: XmlElement['attributes'] = {},
): XmlElement {
  return { name, attributes, content: String(text) };
}

/** @param doctype null for formats that have none */
export function renderXml(root: XmlElement, doctype: string | null): string {
  const declared = doctype === null ? '' : `<!DOCTYPE ${doctype}>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${declared}${render(root, '')}\n`;
}

function render({ name, attributes, content }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const open = `${indent}<${name}${pairs.join('')}`;
  if (content.length === 0) return `${open}/>`;
  if (typeof content === 'string') return `${open}>${escapeXml(content)}</${name}>`;
  const children = content.map((child) => render(child, `${indent}  `));
  return `${open}>\n${children.join('\n')}\n${indent}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // written raw, these come out of an attribute as spaces
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for an element or a quoted attribute; what XML 1.0 cannot say at all (control characters, half of a pair) becomes U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are the very characters XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replace(/[&<>"'\t\n\r]/g, (char) => ENTITIES[char]!)
  );
}
