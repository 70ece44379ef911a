import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Validates a request's body against its contract; every fault is named at once. */
export class ZodPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(value: unknown): z.output<Schema> {
    const result = this.schema.safeParse(value ?? {});
    if (result.success) return result.data;
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new CastlineError(
      'usage',
      'REQUEST.INVALID',
      `the request does not fit its contract: ${faults.join('; ')}`,
      { faults },
    );
  }
}
