import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Validates a request's body or parameter against its contract; every fault is named at once. */
export class ZodPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(value: unknown, { type }: ArgumentMetadata): z.output<Schema> {
    const result = this.schema.safeParse(type === 'body' ? (value ?? {}) : value);
    if (result.success) return result.data;
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || type}: ${message}`);
    throw new CastlineError(
      'usage',
      'REQUEST.INVALID',
      `the request does not fit its contract: ${faults.join('; ')}`,
      { faults },
    );
  }
}
