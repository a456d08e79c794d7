/** How the copy of the audit log goes to a collector over TLS (RFC 5425). */
import { z } from 'zod';
import { readPrivateText, readText } from '../files/checked-file.ts';

/** Paths of PEM files. */
export const collectorTlsSchema = z
  .strictObject({
    /** Authorities, in place of those that Node.js trusts. */
    ca: z.string().optional(),
    /** Our own certificate and its key, for collectors that ask for one. */
    cert: z.string().optional(),
    key: z.string().optional(),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'needs cert and key together');

/** PEM. */
export interface CollectorTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** @throws ConfigurationError where a file cannot be read */
export function readCollectorTls({ ca, cert, key }: z.output<typeof collectorTlsSchema>): CollectorTls {
  return {
    ...(ca && { ca: readText(ca) }),
    ...(cert && { cert: readText(cert) }),
    ...(key && { key: readPrivateText(key) }),
  };
}
