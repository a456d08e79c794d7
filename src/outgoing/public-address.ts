/**
 * Which IP addresses are of the public Internet. The tables follow the IANA special-purpose address registries (RFC 6890 and its
 * updates); what is not known to be public is not.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Network and length of its prefix. */
type Range = readonly [network: string, prefix: number];

const specialIPv4: readonly Range[] = [
  // This network, and "unspecified"
  ['0.0.0.0', 8],
  // Private (RFC 1918), shared behind a carrier's NAT (RFC 6598)
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  // Loopback, link-local (where clouds keep their metadata services)
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  // Protocol assignments, AS112, relays of 6to4, AMT
  ['192.0.0.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.175.48.0', 24],
  // Documentation, benchmarks
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['198.18.0.0', 15],
  // Multicast; reserved, and broadcast
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Everything else is refused: loopback, unspecified, IPv4 in another guise (mapped, NAT64 of 64:ff9b), discard-only, unique local,
 * link-local, site-local, multicast.
 */
const globalIPv6: Range = ['2000::', 3];

const specialInGlobalIPv6: readonly Range[] = [
  // Protocol assignments, with Teredo, benchmarks and ORCHID
  ['2001::', 23],
  // Documentation
  ['2001:db8::', 32],
  ['3fff::', 20],
  // 6to4 holds an IPv4 address
  ['2002::', 16],
  // AS112
  ['2620:4f:8000::', 48],
];

const refusedIPv4 = listOf('ipv4', specialIPv4);
const acceptedIPv6 = listOf('ipv6', [globalIPv6]);
const refusedIPv6 = listOf('ipv6', specialInGlobalIPv6);

/** @param address as the resolver gives it, without brackets; one with a zone (`fe80::1%eth0`) is never public */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) {
    return !refusedIPv4.check(address, 'ipv4');
  }
  return (
    isIPv6(address) &&
    !address.includes('%') &&
    acceptedIPv6.check(address, 'ipv6') &&
    !refusedIPv6.check(address, 'ipv6')
  );
}

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) {
    list.addSubnet(network, prefix, family);
  }
  return list;
}
