export const EVENT_BUS = Symbol('event bus');
/** The log of all tenants; `EventLog` is that of the tenant that asks. */
export const ALL_EVENTS = Symbol('all events');
