/**
 * Every metric, as Prometheus reads it. What is counted, timed or observed anywhere is named here first: a name or a label that is not
 * here does not compile. No label says who somebody is: people, accounts, networks and relying parties are for the log.
 */

/** What may stand in a label: one of a list, or what the code names, of which there is a bounded number. */
type Values = readonly string[] | 'named in the code';

interface Metric {
  /** `gauge` is read when it is asked for, the others grow as things happen. */
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly means: string;
  readonly labels: Readonly<Record<string, Values>>;
}

const kindsOfHash = ['known', 'unknown', 'slowed'] as const;
const queues = ['messages', 'logouts', 'pings', 'audit'] as const;
const tasks = [
  'erasure',
  'desk requests',
  'ended sessions',
  'counted refusals',
  'audit retention',
  'seal count',
] as const;
const named = 'named in the code';

/** What every node does every so often, beside requests. */
export type TaskName = (typeof tasks)[number];

export const metrics = {
  kapu_http_request_seconds: {
    kind: 'histogram',
    means: 'requests, by the pattern of their route; `other` is where nothing is',
    labels: { route: named, method: ['GET', 'POST', 'other'], status: named },
  },
  kapu_sign_in_steps_total: {
    kind: 'counter',
    means:
      'passwords, codes and passkeys that were looked at, at a sign-in or where somebody proves again who they are. Of codes, `just-expired` is late and `used` is replayed',
    labels: {
      step: ['password', 'code', 'one-time-code', 'passkey'],
      outcome: named,
    },
  },
  kapu_security_events_total: {
    kind: 'counter',
    means: 'what the audit log was told, also what it counts without an entry; `signed-in` ends a sign-in',
    labels: { event: named, outcome: ['done', 'refused'] },
  },
  kapu_hash_waiting: {
    kind: 'gauge',
    means: 'passwords that wait to be hashed',
    labels: { requester: kindsOfHash },
  },
  kapu_hash_wait_seconds: {
    kind: 'histogram',
    means: 'how long they waited',
    labels: { requester: kindsOfHash },
  },
  kapu_hash_refusals_total: {
    kind: 'counter',
    means: 'those that were refused because too many waited',
    labels: { requester: kindsOfHash },
  },
  kapu_limits_reached_total: {
    kind: 'counter',
    means: 'what was one too many, by what is counted (`throttle/limits.ts`)',
    labels: { limit: named },
  },
  kapu_redis_command_seconds: {
    kind: 'histogram',
    means: 'commands to Redis, from sending to the answer',
    labels: { command: named },
  },
  kapu_redis_command_failures_total: {
    kind: 'counter',
    means: 'commands without an answer, and those that Redis refused',
    labels: { command: named },
  },
  kapu_redis_connections_total: {
    kind: 'counter',
    means: 'how often each connection was made: once is the start, more are losses',
    labels: { connection: named },
  },
  kapu_redis_replica_wait_seconds: {
    kind: 'histogram',
    means: 'how long a write waited for a replica, under Sentinels',
    labels: { outcome: ['kept', 'not known'] },
  },
  kapu_redis_memory_bytes: {
    kind: 'gauge',
    means: 'memory of Redis: `used`, and `most` where there is a limit',
    labels: { which: ['used', 'most'] },
  },
  kapu_redis_replicas: { kind: 'gauge', means: 'replicas that Redis knows', labels: {} },
  kapu_redis_delayed_fsyncs: {
    kind: 'gauge',
    means: 'how often Redis waited for its disk, since it started',
    labels: {},
  },
  kapu_redis_last_write_ok: {
    kind: 'gauge',
    means: '1 while the append-only file could be written, 0 where not',
    labels: {},
  },
  kapu_disk_free_ratio: {
    kind: 'gauge',
    means: 'what is free of the file system of the data directory',
    labels: {},
  },
  kapu_signing_key_age_seconds: {
    kind: 'gauge',
    means: 'since when the key of an algorithm signs',
    labels: { alg: named },
  },
  kapu_signing_key_next_seconds: {
    kind: 'gauge',
    means: 'until the next key signs; absent where none waits',
    labels: { alg: named },
  },
  kapu_seals_used_ratio: {
    kind: 'gauge',
    means: 'how often the first sealing key has sealed, of the 2³² times that it may',
    labels: {},
  },
  kapu_certificate_left_seconds: {
    kind: 'gauge',
    means: 'until a certificate of ours lapses',
    labels: { certificate: ['tls', 'credentials', 'wallets'] },
  },
  kapu_queue_length: { kind: 'gauge', means: 'what waits', labels: { queue: queues } },
  kapu_queue_oldest_seconds: {
    kind: 'gauge',
    means: 'how long the oldest of it has waited; 0 where nothing does',
    labels: { queue: queues },
  },
  kapu_dead_letters: {
    kind: 'gauge',
    means: 'what was given up and waits for an operator',
    labels: { queue: ['messages', 'logouts', 'pings'] },
  },
  kapu_audit_entries: { kind: 'gauge', means: 'number of the last entry of the chain', labels: {} },
  kapu_audit_unsigned_entries: {
    kind: 'gauge',
    means: 'entries that no checkpoint covers yet',
    labels: {},
  },
  kapu_audit_unshipped_entries: {
    kind: 'gauge',
    means: 'entries that are not shipped yet; absent where nothing is shipped',
    labels: {},
  },
  kapu_task_runs_total: {
    kind: 'counter',
    means:
      'runs of what every node does every so often; `failed` where anything that was due could not be done, `store-away` where Redis was away',
    labels: { task: tasks, outcome: ['done', 'failed', 'store-away'] },
  },
  kapu_clock_ahead_seconds: {
    kind: 'gauge',
    means: 'how far the clock of the node is ahead of that of Redis; negative: behind',
    labels: {},
  },
  kapu_ready: {
    kind: 'gauge',
    means: '1 for each check of `/health/ready` that holds, 0 for one that does not',
    labels: { check: named },
  },
  kapu_unread_total: {
    kind: 'counter',
    means: 'how often something could not be asked for its gauges',
    labels: { subject: named },
  },
  kapu_event_loop_delay_seconds: {
    kind: 'gauge',
    means: 'how late the node gets to its work: of the last minute at most, since the last look',
    labels: { quantile: ['0.5', '0.99', '1'] },
  },
  process_resident_memory_bytes: { kind: 'gauge', means: 'memory of the node', labels: {} },
  process_cpu_seconds: { kind: 'gauge', means: 'time of processors that the node has used', labels: {} },
  process_start_time_seconds: { kind: 'gauge', means: 'when the node started', labels: {} },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

export type NameOf<Kind extends Metric['kind']> = {
  [Name in MetricName]: (typeof metrics)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];

export type LabelsOf<Name extends MetricName> = {
  readonly [Label in keyof (typeof metrics)[Name]['labels']]: (typeof metrics)[Name]['labels'][Label] extends readonly (infer Value)[]
    ? Value
    : string;
};

export const metricNames = Object.keys(metrics) as MetricName[];

export function isOfKind<Kind extends Metric['kind']>(name: MetricName, kind: Kind): name is NameOf<Kind> {
  return metrics[name].kind === kind;
}

/** Every combination of labels that a metric may have; none where the code names some of them. */
export function allLabelsOf(name: MetricName): readonly Readonly<Record<string, string>>[] {
  const labels: Readonly<Record<string, Values>> = metrics[name].labels;
  return Object.entries(labels).reduce<readonly Record<string, string>[]>(
    (before, [label, values]) =>
      typeof values === 'string'
        ? []
        : before.flatMap((chosen) => values.map((value) => ({ ...chosen, [label]: value }))),
    [{}],
  );
}
