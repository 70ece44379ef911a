/** Whose data it is. Ids are unique within a tenant only; the embedded form has the default tenant and no other. */
export type TenantId = string;

export const DEFAULT_TENANT: TenantId = 'default';
