/** As far as the tests look at them. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: { readonly spec: Pod };
    readonly scaleTargetRef?: { readonly name: string };
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly {
      readonly ports?: readonly { readonly port: number }[];
      readonly to?: readonly unknown[];
    }[];
  };
}

interface Pod {
  readonly securityContext?: { readonly runAsNonRoot?: boolean };
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly Container[];
}

interface Container {
  readonly args?: unknown;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext?: {
    readonly readOnlyRootFilesystem?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: unknown;
  };
  readonly resources?: {
    readonly limits?: Readonly<Record<string, unknown>>;
    readonly requests?: Readonly<Record<string, unknown>>;
  };
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export function ofKind(all: readonly Manifest[], kind: string): Manifest[] {
  return all.filter((manifest) => manifest.kind === kind);
}

export function podOf(manifest: Manifest): Pod {
  const pod = manifest.spec?.template?.spec;
  if (!pod) throw new Error(`${manifest.metadata.name} has no pod`);
  return pod;
}

export function containersOf(manifest: Manifest): readonly Container[] {
  return podOf(manifest).containers;
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether the policy speaks of this app's pods. */
export function selects({ spec }: Manifest, app: string): boolean {
  const labels: Readonly<Record<string, string>> = {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/part-of': 'castline',
  };
  const { matchLabels = {}, matchExpressions = [] } = spec?.podSelector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  );
}

/** What all these policies together let out; throws where one lets out to anywhere, or on any port. */
export function allowedPortsFrom(policies: readonly Manifest[]): number[] {
  const speaking = policies.filter(({ spec }) => spec?.policyTypes?.includes('Egress'));
  if (speaking.length === 0) throw new Error('no policy speaks of what goes out');
  const rules = speaking.flatMap(({ spec }) => spec?.egress ?? []);
  if (rules.some(({ to, ports }) => !to?.length || !ports?.length))
    throw new Error('a rule lets out to anywhere');
  const ports = rules.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port));
  return [...new Set(ports)].sort((a, b) => a - b);
}
