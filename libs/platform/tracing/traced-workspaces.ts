import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import type { Claim } from '#ports/job-table.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';
import { currentTraceparent } from './trace-context.js';

/** Workspaces whose events remember what they happened in, so that a trace goes on where they are read. */
export class TracedWorkspaces extends Workspaces {
  constructor(private readonly inner: Workspaces) {
    super();
  }

  of(tenant: TenantId, fence?: Claim): Workspace {
    const workspace = this.inner.of(tenant, fence);
    return {
      ...workspace,
      episodes: withTrace(workspace.episodes, ['save', 'delete']),
      timelines: withTrace(workspace.timelines, ['save']),
      casts: withTrace(workspace.casts, ['save']),
      clips: withTrace(workspace.clips, ['save']),
      works: withTrace(workspace.works, ['save']),
    };
  }
}

type Telling = readonly DomainEvent[] | ((version: number) => readonly DomainEvent[]);
type TellingMethod = (subject: unknown, events?: Telling) => unknown;

/** The same repository; to the events that the named methods are told, where they are any, the trace is added. */
function withTrace<T extends object>(repository: T, methods: readonly (keyof T & string)[]): T {
  return new Proxy(repository, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as TellingMethod;
      if (!(methods as readonly unknown[]).includes(name)) return method;
      return (subject: unknown, events?: Telling) => method(subject, events && traced(events));
    },
  });
}

function traced(events: Telling): Telling {
  const traceparent = currentTraceparent();
  if (traceparent === undefined) return events;
  const mark = (unmarked: readonly DomainEvent[]) => unmarked.map((event) => ({ ...event, traceparent }));
  return typeof events === 'function' ? (version) => mark(events(version)) : mark(events);
}
