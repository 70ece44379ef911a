export const CONFIG = Symbol('config');
export const LOGGER = Symbol('logger');
/** The queue of all tenants, for workers and metrics; `JobQueue` is the one of the tenant that asks. */
export const ALL_JOBS = Symbol('all jobs');
