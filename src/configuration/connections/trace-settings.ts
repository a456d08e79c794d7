/** Whom traces are told, how many, and whose word counts. */
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';

export interface TraceSettings {
  /** Where the collector takes OTLP over HTTP. */
  readonly url: string;
  /** Of the requests that bring no trace which is believed, from 0 to 1. */
  readonly ratio: number;
  /** True where a proxy alone says which trace a request belongs to, and whether that is told. */
  readonly isProxyBelieved: boolean;
}

export const traceVariables = {
  /** Absent: nothing is traced. */
  KAPU_TRACES_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be where a collector takes OTLP: http://127.0.0.1:4318/v1/traces',
    })
    .optional(),
  KAPU_TRACES_RATIO: z.coerce.number().min(0).max(1).default(0.01),
  KAPU_TRACES_PARENT: z.enum(['nobody', 'proxy']).default('nobody'),
};

interface TraceVariables {
  readonly KAPU_TRACES_URL?: string | undefined;
  readonly KAPU_TRACES_RATIO: number;
  readonly KAPU_TRACES_PARENT: 'nobody' | 'proxy';
  readonly KAPU_TRUST_PROXY: boolean;
}

/** @throws ConfigurationError where there is no proxy to be believed */
export function traceSettingsOf({
  KAPU_TRACES_URL: url,
  KAPU_TRACES_RATIO: ratio,
  KAPU_TRACES_PARENT: parent,
  KAPU_TRUST_PROXY: isBehindProxy,
}: TraceVariables): TraceSettings | undefined {
  if (url === undefined) {
    return undefined;
  }
  if (parent === 'proxy' && !isBehindProxy) {
    throw new ConfigurationError(
      'KAPU_TRACES_PARENT is proxy, and KAPU_TRUST_PROXY is not true: whoever sends a request would fill the collector',
    );
  }
  if (new URL(url).username || new URL(url).password) {
    throw new ConfigurationError(
      'KAPU_TRACES_URL must hold no user name: a collector beside the node needs none, and OTEL_EXPORTER_OTLP_HEADERS is read',
    );
  }
  return { url, ratio, isProxyBelieved: parent === 'proxy' };
}
