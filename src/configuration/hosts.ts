/**
 * Hosts of their own for the pages of staff and for the administration (ASVS 5.0 3.5.4): what is of a citizen's browser there is of no page
 * here, and a proxy can keep the public away from them.
 */
import { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import { hostAndPort } from './policies.ts';

export const hostsSchema = z.strictObject({
  /** Of the clerks' desk. */
  desk_host: hostAndPort.optional(),
  /** Of the operator's pages. */
  operator_host: hostAndPort.optional(),
  /** Of the administration for programs. */
  admin_host: hostAndPort.optional(),
});

/** What may be apart from the public host. */
export const placesApart = ['desk', 'operator', 'admin'] as const;
export type PlaceApart = (typeof placesApart)[number];

/** Their origins. Whatever is not here is at the issuer's. */
export type Hosts = Readonly<Partial<Record<PlaceApart, string>>>;

/** @throws ConfigurationError for hosts that are not of their own, or not written as browsers write them */
export function hostsOf(written: z.output<typeof hostsSchema>, issuer: string, path: string): Hosts {
  const { origin, protocol } = new URL(issuer);
  const named = placesApart.flatMap((place) => {
    const host = written[`${place}_host`];
    return host === undefined ? [] : [{ place, host, origin: `${protocol}//${host}` }];
  });
  const sentences = named.flatMap((one) => {
    const where = `${path} ${one.place}_host:`;
    const asBrowsers = URL.parse(one.origin)?.host;
    if (asBrowsers !== one.host) {
      return [`${where} must be written as browsers write it${asBrowsers ? `: ${asBrowsers}` : ''}`];
    }
    const others = [origin, ...named.filter((other) => other !== one).map((other) => other.origin)];
    return others.includes(one.origin)
      ? [`${where} must be a host of its own, and ${one.host} is taken`]
      : [];
  });
  if (sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
  return Object.fromEntries(named.map((one) => [one.place, one.origin]));
}
