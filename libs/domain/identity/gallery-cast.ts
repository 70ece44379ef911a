import type { Gallery } from './gallery.js';

/** One form of a character with what its references show. */
export interface CastForm {
  readonly form: string | null;
  readonly references: readonly Float32Array[];
  /** Of those references of which it is known. */
  readonly palettes: readonly (readonly number[])[];
}

/** One character of the gallery with its references, form by form. */
export interface CastMember {
  readonly name: string;
  readonly forms: readonly CastForm[];
}

/** By name, forms by name, references in a fixed order, so that the gallery's own order means nothing. */
export function castOf({ references }: Gallery): CastMember[] {
  const names = [...new Set(references.map(({ character }) => character))].sort();
  return names.map((name) => {
    const own = references.filter(({ character }) => character === name);
    const forms = [...new Set(own.map(({ form }) => form))].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
    return {
      name,
      forms: forms.map((form) => {
        const references = own.filter((reference) => reference.form === form);
        return {
          form,
          references: references.map(({ embedding }) => embedding),
          palettes: references.flatMap(({ palette }) => (palette ? [palette] : [])),
        };
      }),
    };
  });
}
