// Looks into JSON that somebody else's file had a hand in: each field is checked before it is believed.

export type Fields = Readonly<Record<string, unknown>>;

export function parseFields(json: string): Fields | undefined {
  try {
    return asFields(JSON.parse(json));
  } catch {
    return undefined;
  }
}

export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function asList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(asFields).filter((fields) => fields !== undefined) : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
