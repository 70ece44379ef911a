import { applyDecorators } from '@nestjs/common';
import { ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from '#contracts/resources.contract.js';
import { schemaOf } from '#platform/http/schema-of.js';

/** Documents what a route answers, from the contract itself, and that it refuses with problem details. */
export function Answers(schema: z.ZodType, status = 200, description = ''): MethodDecorator {
  return applyDecorators(
    ApiResponse({ status, description, schema: schemaOf(schema) }),
    ApiResponse({
      status: '4XX',
      description: 'problem details',
      content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
    }),
  );
}

/** Documents a route that sends a file. */
export function AnswersFile(...types: string[]): MethodDecorator {
  const content = Object.fromEntries(
    types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
  );
  return applyDecorators(
    ApiResponse({ status: 200, content }),
    ApiResponse({ status: 206, description: 'the range asked for', content }),
  );
}

export const listOf = (schema: z.ZodType): z.ZodType => z.object({ items: z.array(schema) });

export const pageOf = (schema: z.ZodType): z.ZodType =>
  z.object({
    items: z.array(schema),
    next: z.string().nullable().describe('ask on with `after`; null: nothing follows'),
  });

/** Documents what may stand behind the question mark, with the words of the contract. */
export function DescribesQuery(schema: z.ZodObject): MethodDecorator {
  const decorators = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const isNeeded = !field.safeParse(undefined).success;
    const type = /Seconds$|^part$|^limit$/.test(name) ? Number : String;
    return ApiQuery({ name, required: isNeeded, type, description: field.description ?? '' });
  });
  return applyDecorators(...decorators);
}
