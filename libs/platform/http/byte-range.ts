/** A satisfiable single range as `[start, end)`, or why the whole file is sent, or that nothing of it can be. */
export type RangeAnswer =
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a `Range` header for a file of so many bytes, after RFC 9110 section 14: a malformed header, another unit and
 * several ranges are ignored (the whole file is sent), a range beyond the end cannot be satisfied.
 */
export function answerRange(header: string | undefined, size: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  const [first, last] = [match[1]!, match[2]!];
  if (first === '') return suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < start) return { kind: 'whole' };
  return start < size ? { kind: 'part', start, end } : { kind: 'unsatisfiable' };
}

function suffix(length: number, size: number): RangeAnswer {
  if (length === 0 || size === 0) return { kind: 'unsatisfiable' };
  return { kind: 'part', start: Math.max(0, size - length), end: size };
}
