/** The network that counts as one where attempts are limited by address. */
import { hashOfIdentifier } from '../storage/keyed-hash.ts';

/** A hash of it: an IPv4 address, or the /64 that an IPv6 customer is given. */
export function hashOfNetwork(address: string): string {
  return hashOfFirst(4, address);
}

/** A hash of the /48 that a site is given, where turns are taken: one who has 65,536 networks gets one turn. Of IPv4 the address. */
export function hashOfSite(address: string): string {
  return hashOfFirst(3, address);
}

function hashOfFirst(groups: number, address: string): string {
  const [, version4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return hashOfIdentifier(version4 ?? (address.includes(':') ? firstGroups(groups, address) : address));
}

/** Of an IPv6 address, however it is written. */
function firstGroups(count: number, address: string): string {
  const written = URL.canParse(`http://[${address}]`)
    ? new URL(`http://[${address}]`).hostname.slice(1, -1)
    : address;
  const [head = '', tail] = written.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - after.length).fill('0');
  return [...groups, ...zeros, ...after].slice(0, count).join(':');
}
