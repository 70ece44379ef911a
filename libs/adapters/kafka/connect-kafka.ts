import { Kafka, type KafkaConfig, logLevel, type LogEntry } from 'kafkajs';

export interface KafkaOptions {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  readonly tls?: boolean;
  /** SCRAM-SHA-512; without it nobody is asked for. */
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  /** Told of what Kafka's client complains about; a process warning by default. */
  readonly onComplaint?: (complaint: string) => void;
}

/** Complaints about what is done here on purpose. */
const INTENDED = /Limiting retries for the idempotent producer/;

/** Nothing is connected yet. Requests are tried again for some seconds; who needs more patience asks again. */
export function connectKafka(options: KafkaOptions): Kafka {
  const { brokers, tls = false, login, onComplaint = warn } = options;
  const settings: KafkaConfig = {
    clientId: 'castline',
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 200, maxRetryTime: 3_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const complaint = complaintOf(entry);
      if (!INTENDED.test(complaint)) onComplaint(complaint);
    },
  };
  return new Kafka({
    ...settings,
    ...(tls && { ssl: true }),
    ...(login && { sasl: { mechanism: 'scram-sha-512', ...login } }),
  });
}

function complaintOf({ namespace, log }: LogEntry): string {
  const { message, error } = log as { message: string; error?: unknown };
  return `${namespace}: ${message}${typeof error === 'string' ? ` (${error})` : ''}`;
}

function warn(complaint: string): void {
  process.emitWarning(complaint, 'CastlineKafkaWarning');
}
