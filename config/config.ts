import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Every setting of Castline, its default and its limits. Environment variables are `CASTLINE_` + the name in capitals. */
const port = z.coerce.number().int().min(0).max(65535);
const positive = z.coerce.number().positive();

const configSchema = z.object({
  /** Folder of the catalogue, the media store and scratch files. */
  home: z.string().min(1).default(join(homedir(), '.castline')),
  /** Folder of the shipped models, each a folder with manifest.json and its ONNX file; those in `home`/models are looked at first. */
  models: z.string().min(1),
  detector: z.string().default('castline-face-v1'),
  embedder: z.string().default('castline-embed-v1'),
  /** Worker threads for inference, one core each. */
  workers: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.min(8, Math.max(1, availableParallelism()))),
  /** Longer side in pixels at which frames are analysed. */
  analysisSide: z.coerce.number().int().min(160).max(1920).default(640),
  samplesPerSecond: positive.max(60).default(4),
  /** Length of the stretches into which an episode is divided for several analyzers; keyframes decide how near it comes. */
  stretchSeconds: positive.min(2).max(3600).default(30),
  host: z.string().default('127.0.0.1'),
  port: port.default(7840),
  /** Comma-separated bearer tokens; without any, the server binds to loopback only. */
  tokens: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((token) => token.trim())
        .filter((token) => token.length > 0),
    )
    .refine(
      (tokens) => tokens.every((token) => token.length >= 16),
      'each token needs at least 16 characters',
    ),
  /** Ask for a token even where none is configured here: those made with `castline tokens add` count. */
  requireToken: z.stringbool().default(false),
  /** OpenID Connect: tokens of this issuer are accepted. Empty: none. */
  oidcIssuer: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  /** What those tokens must be made for. */
  oidcAudience: z.string().default('castline'),
  /** Claims that name the role (viewer, editor, admin, worker) and the tenant. */
  oidcRoleClaim: z.string().default('castline_role'),
  oidcTenantClaim: z.string().default('castline_tenant'),
  /** Signs links to media; the same for every process of a cluster. Empty: links end with the process that made them. */
  linkSecret: z
    .string()
    .refine((secret) => secret === '' || secret.length >= 32, 'needs at least 32 characters')
    .default(''),
  /** Requests of one token a minute, counted by each process; 0: not limited. Not counted where no token is asked for. */
  requestsPerMinute: z.coerce.number().int().min(0).default(1200),
  maxUploadBytes: z.coerce
    .number()
    .int()
    .positive()
    .default(20 * 2 ** 30),
  /** Pixels of one frame; larger videos are refused. */
  maxPixels: z.coerce
    .number()
    .int()
    .positive()
    .default(8192 * 4608),
  /** The distributed form: catalogue and media. Its path names the database. Empty: the embedded form. */
  mongodbUrl: z.union([z.literal(''), z.url({ protocol: /^mongodb(\+srv)?$/ })]).default(''),
  /** The distributed form: tells workers of jobs. */
  redisUrl: z.union([z.literal(''), z.url({ protocol: /^rediss?$/ })]).default(''),
  /** The distributed form: comma-separated `host:port` of Kafka. */
  kafkaBrokers: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((broker) => broker.trim())
        .filter((broker) => broker.length > 0),
    )
    .refine(
      (brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(broker)),
      'each broker is host:port',
    ),
  kafkaTls: z.stringbool().default(false),
  /** For SCRAM-SHA-512; empty: Kafka asks nobody who they are. */
  kafkaUsername: z.string().default(''),
  kafkaPassword: z.string().default(''),
  /** Of topics that are made here; those that are there stay as they are. */
  kafkaPartitions: z.coerce.number().int().min(1).max(1000).default(12),
  /** The distributed form: local copies of media that are kept under `home` for the next who needs them, in bytes. */
  mediaCacheBytes: z.coerce
    .number()
    .int()
    .min(0)
    .default(10 * 2 ** 30),
  /** Seconds that work under way may take to end when a worker is told to stop; then it is put back for another. */
  drainSeconds: z.coerce.number().min(0).max(3600).default(5),
  /** The distributed form: a worker that is silent for so long has lost its jobs to others. */
  leaseSeconds: z.coerce.number().min(1).max(600).default(15),
  /** How often a job is tried before it is parked with its reason. */
  jobAttempts: z.coerce.number().int().min(1).max(100).default(3),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.output<typeof configSchema>;

/** Whether callers must show who they are. */
export function asksForTokens({ requireToken, tokens, oidcIssuer }: Config): boolean {
  return requireToken || tokens.length > 0 || oidcIssuer !== '';
}

/** `analysisSide` -> `CASTLINE_ANALYSIS_SIDE`. */
function variableOf(setting: string): string {
  return `CASTLINE_${setting.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`;
}

/** The environment variable of every setting. */
export function variableNames(): string[] {
  return Object.keys(configSchema.shape).map(variableOf);
}

/**
 * Reads the configuration from environment variables, `overrides` (command-line options) winning.
 * @throws CastlineError usage CONFIG.INVALID naming every faulty setting at once
 */
export function loadConfig(
  env: NodeJS.ProcessEnv,
  defaults: { models: string; detector?: string | undefined; embedder?: string | undefined },
  overrides: Partial<Record<keyof Config, unknown>> = {},
): Config {
  const given: Record<string, unknown> = {};
  for (const [setting, value] of Object.entries(defaults)) if (value !== undefined) given[setting] = value;
  for (const setting of Object.keys(configSchema.shape)) {
    const value = env[variableOf(setting)];
    if (value !== undefined && value !== '') given[setting] = value;
  }
  for (const [setting, value] of Object.entries(overrides)) if (value !== undefined) given[setting] = value;
  const result = configSchema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const setting = String(issue.path[0]);
    return `${variableOf(setting)} (${setting}): ${issue.message}, got ${JSON.stringify(given[setting])}`;
  });
  throw new CastlineError(
    'usage',
    'CONFIG.INVALID',
    `the configuration has faults:\n  ${faults.join('\n  ')}`,
    {
      faults,
    },
  );
}
