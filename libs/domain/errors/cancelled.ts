import { CastlineError } from './castline-error.js';

/** The work was stopped on request; what was finished is kept. */
export class CancelledError extends CastlineError {
  constructor(what: string) {
    super('cancelled', 'RUN.CANCELLED', `${what} was stopped; what was finished is kept`);
  }
}
