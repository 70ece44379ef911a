/** `reel_alice_bob.mp4`: letters of every script stay, the rest becomes a dash. */
export function reelFileName(queries: readonly string[]): string {
  const words = queries
    .map((query) => query.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, ''))
    .filter((word) => word !== '');
  const short = [...words.join('_')].slice(0, 60).join('');
  return short === '' ? 'reel.mp4' : `reel_${short}.mp4`;
}
