// Boxes of ISO/IEC 14496-12, just enough to read the tables of files that our own ffmpeg wrote and to write one track.

/** Content of the first box on the path, `['moov', 'trak']`; undefined when there is none. */
export function findBox(content: Buffer, path: readonly string[]): Buffer | undefined {
  return findBoxes(content, path)[0];
}

/** Contents of all boxes on the path, in order. */
export function findBoxes(content: Buffer, [type, ...rest]: readonly string[]): Buffer[] {
  if (type === undefined) return [content];
  return listBoxes(content)
    .filter((box) => box.type === type)
    .flatMap((box) => findBoxes(box.content, rest));
}

export function listBoxes(content: Buffer): { type: string; content: Buffer }[] {
  const boxes: { type: string; content: Buffer }[] = [];
  for (let at = 0; at + 8 <= content.length;) {
    const short = content.readUInt32BE(at);
    const type = content.toString('latin1', at + 4, at + 8);
    const header = short === 1 ? 16 : 8;
    const size =
      short === 1 ? Number(content.readBigUInt64BE(at + 8)) : short === 0 ? content.length - at : short;
    if (size < header) break;
    boxes.push({ type, content: content.subarray(at + header, at + size) });
    at += size;
  }
  return boxes;
}

export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([uint32(content.length + 8), Buffer.from(type, 'latin1'), content]);
}

export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly Uint8Array[]
): Buffer {
  return box(type, uint32(version * 2 ** 24 + flags), ...parts);
}

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeUInt16BE(value, at * 2));
  return bytes;
}

export function uint32(...values: readonly number[]): Buffer {
  return uint32List(values);
}

/** For lists too long to be passed as arguments. */
export function uint32List(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
  return bytes;
}

export function uint64(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, at) => bytes.writeBigUInt64BE(BigInt(value), at * 8));
  return bytes;
}
