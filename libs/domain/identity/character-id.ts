const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * A character's id, derived from the name alone so that every episode of a series agrees on it: `ch_` and the FNV-1a
 * (64 bit) of the name's UTF-16 code units in Unicode's composed form. Safe in file names and addresses whatever the name.
 */
export function characterIdOf(name: string): string {
  let hash = OFFSET;
  for (const unit of name.normalize('NFC')) {
    for (let i = 0; i < unit.length; i++)
      hash = BigInt.asUintN(64, (hash ^ BigInt(unit.charCodeAt(i))) * PRIME);
  }
  return `ch_${hash.toString(16).padStart(16, '0')}`;
}
