import { CastlineError } from '#domain/errors/castline-error.js';

/** A model that is not there, is not the one that was promised, or is not what its manifest says. */
export class ModelError extends CastlineError {
  constructor(
    code: 'MODEL.MISSING' | 'MODEL.CHECKSUM' | 'MODEL.INVALID',
    message: string,
    facts: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super('environment', code, message, facts, options);
  }
}
