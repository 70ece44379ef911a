/** A character's name as a file name: letters and digits of every script stay, the rest becomes a dash; never empty, hidden or an option. */
export function safeFileName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...safe].slice(0, 60).join('') || 'unnamed';
}

/** File names for several names, all different even where case does not count; a later one that would collide gets a number. */
export function distinctFileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = safeFileName(name);
    let free = plain;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${plain}-${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
