import { endianness } from 'node:os';

/**
 * Numbers in bulk as little-endian blobs. The typed arrays of every platform that the driver exists for are
 * little-endian already, so packing is a copy of bytes and reading is a view; a big-endian machine is refused.
 */
function requireLittleEndian(): void {
  if (endianness() !== 'LE')
    throw new Error('the SQLite catalogue stores little-endian numbers; this machine is big-endian');
}
requireLittleEndian();

/** Vectors of one length, one after the other; `dimensions` values each. @throws RangeError when their lengths differ */
export function packVectors(vectors: readonly Float32Array[], dimensions: number): Uint8Array {
  const packed = new Float32Array(vectors.length * dimensions);
  for (const [index, vector] of vectors.entries()) {
    if (vector.length !== dimensions) {
      throw new RangeError(`expected embeddings of ${dimensions} numbers, got one of ${vector.length}`);
    }
    packed.set(vector, index * dimensions);
  }
  return new Uint8Array(packed.buffer);
}

/** Views into `blob`, which they share. */
export function unpackVectors(blob: ArrayBuffer, dimensions: number): Float32Array[] {
  const packed = new Float32Array(blob);
  const count = dimensions === 0 ? 0 : packed.length / dimensions;
  return Array.from({ length: count }, (_, index) =>
    packed.subarray(index * dimensions, (index + 1) * dimensions),
  );
}

/** Doubles: exact for ticks (integers up to 2^53) and for box edges. */
export function packNumbers(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

export function unpackNumbers(blob: ArrayBuffer): Float64Array {
  return new Float64Array(blob);
}
