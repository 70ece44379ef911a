/** An `_id`: its parts, tenant first, none of which can run into the next. */
export function idOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => encodeURIComponent(part)).join('/');
}
