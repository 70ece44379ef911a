/** A character's name as a file name: letters and digits of every script stay, the rest becomes a dash; never empty, hidden or an option. */
export function safeFileName(name: string): string {
  const safe = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu, '-').replace(/^-+|-+$/g, '');
  return [...safe].slice(0, 60).join('') || 'unnamed';
}
