/**
 * Where an attempt comes from: a known device, which is a browser that signed in to this very account before, or a stranger, who is
 * anyone else. Failures of strangers slow strangers; the owner's own device keeps an allowance of its own, so that nobody can lock a
 * person out of their account.
 */
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';

export interface AttemptSource {
  /** Id of a browser that is known to have signed in to the account at stake; undefined for a stranger. */
  readonly knownDevice: string | undefined;
  /** Network address, as far as proxies can be trusted. */
  readonly address: string;
}

/** The counter of this source, beside the others of the same subject and in the same slot. */
export function counterOf(
  ofStrangers: (subject: string) => StoreKey,
  ofDevice: (subject: string, deviceHash: string) => StoreKey,
  subject: string,
  { knownDevice }: Pick<AttemptSource, 'knownDevice'>,
): StoreKey {
  return knownDevice === undefined ? ofStrangers(subject) : ofDevice(subject, hashOfIdentifier(knownDevice));
}
