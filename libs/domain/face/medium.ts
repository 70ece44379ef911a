/** What a face is made of. */
export type Medium = 'drawn' | 'photographed';

/** The bar from which a mean probability counts as photographed; absent where the model has none: nothing is told then. */
export interface MediumBar {
  readonly photographed?: number | undefined;
}

/** null where the model, or the scan of an older model, does not tell. */
export function mediumOf(
  { photographed }: { readonly photographed?: number },
  { photographed: bar }: MediumBar,
): Medium | null {
  if (photographed === undefined || bar === undefined) return null;
  return photographed >= bar ? 'photographed' : 'drawn';
}
