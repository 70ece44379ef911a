import { z } from 'zod';
import { ROLES } from '#domain/access/principal.js';

const role = z
  .enum(ROLES)
  .describe(
    'viewer looks; editor also changes; admin also deletes and gives access; worker looks and measures',
  );

export const principalSchema = z
  .object({ tenant: z.string(), role, name: z.string() })
  .meta({ title: 'Principal' });

export const sessionRequestSchema = z
  .strictObject({ token: z.string().min(1).max(8192) })
  .meta({ title: 'SessionRequest' });

export const tokenRequestSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('shown in the audit'),
    role,
    days: z.int().min(1).max(3650).nullable().default(null).describe('until it expires; null: never'),
  })
  .meta({ title: 'TokenRequest' });

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
  })
  .meta({ title: 'Token' });

export const newTokenSchema = tokenSchema
  .extend({ secret: z.string().describe('shown this once; only its digest is kept') })
  .meta({ title: 'NewToken' });

export const auditEntrySchema = z
  .object({
    at: z.string(),
    actor: z.string(),
    role: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ title: 'AuditEntry' });

export const linkSchema = z.object({ url: z.string(), expiresAt: z.string() }).meta({ title: 'Link' });

export type TokenRequestBody = z.output<typeof tokenRequestSchema>;
export type SessionRequestBody = z.output<typeof sessionRequestSchema>;
