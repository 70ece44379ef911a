import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type OpenApiSchema = Exclude<Schemas[string], { $ref: string }>;

/** A contract as the OpenAPI 3 schema of the same thing, so that the document cannot say anything else than the code. */
export function schemaOf(schema: z.ZodType): OpenApiSchema {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' }) as OpenApiSchema;
}
