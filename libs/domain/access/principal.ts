import { DEFAULT_TENANT, type TenantId } from '../tenancy/tenant.js';

/** A viewer looks, an editor also changes, an admin also deletes and gives access; a worker is a machine that looks and measures. */
export const ROLES = ['viewer', 'editor', 'admin', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** What a request wants to do. */
export type Need = 'view' | 'edit' | 'administer' | 'measure';

const MAY: Readonly<Record<Role, readonly Need[]>> = {
  viewer: ['view'],
  editor: ['view', 'edit'],
  admin: ['view', 'edit', 'administer', 'measure'],
  worker: ['view', 'measure'],
};

/** On whose behalf a request is answered. */
export interface Principal {
  readonly tenant: TenantId;
  readonly role: Role;
  /** For the audit: a token's name, a person's address. */
  readonly name: string;
}

export function mayDo({ role }: Principal, need: Need): boolean {
  return MAY[role].includes(need);
}

/** Who uses a server that asks nobody for a token: the person at this machine. */
export const LOCAL_PRINCIPAL: Principal = { tenant: DEFAULT_TENANT, role: 'admin', name: 'local' };
