/**
 * The networks that an address lies in, where something is limited by network: an IPv4 address alone; of an IPv6 address the /48 of a
 * site, the /56 and the /64 of a customer, of which whoever has a wider one has many.
 */
import { hashOfIdentifier } from '../storage/keyed-hash.ts';

export interface Network {
  readonly prefix: 32 | 48 | 56 | 64;
  readonly hash: string;
}

/** Not empty: the widest one first. @param address in its one form (`observability/client-address.ts`) */
export function networksOf(address: string): readonly [Network, ...Network[]] {
  if (!address.includes(':')) {
    return [{ prefix: 32, hash: hashOfIdentifier(address) }];
  }
  const [one = 0, two = 0, three = 0, four = 0] = groupsOf(address);
  const site = [one, two, three];
  const network = (prefix: Network['prefix'], groups: readonly number[]): Network => ({
    prefix,
    hash: hashOfIdentifier(`${groups.map((group) => group.toString(16)).join(':')}/${prefix}`),
  });
  return [network(48, site), network(56, [...site, four >> 8]), network(64, [...site, four])];
}

/** The widest one: turns are taken by it, so that one who has 65,536 networks gets one turn. */
export function hashOfSite(address: string): string {
  return networksOf(address)[0].hash;
}

/** All eight, of an address of which `::` may leave some out. */
function groupsOf(address: string): number[] {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const leftOut = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array<string>(Math.max(0, leftOut)).fill('0'), ...(tail ?? [])];
  return groups.map((group) => Number.parseInt(group, 16));
}
