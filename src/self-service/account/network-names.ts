/** Where a session was last used, as coarsely as an operator's list of networks says it: `Hivatali hálózat`, a city, a provider. */
import { BlockList, isIPv6 } from 'node:net';
import type { PagesSettings } from '../../configuration/pages.ts';
import type { Language } from '../../web/languages.ts';
import { nameIn } from '../../web/page/client-name.ts';

/** @param network `192.0.2.0/24`, `2001:db8:1::/48`, or '' where it is not known @returns '' for one that nobody named */
export type NetworkName = (network: string, language: Language) => string;

/** The first that holds it, as an operator orders them. */
export function networkNamesOf(named: PagesSettings['networks']): NetworkName {
  const known = named.map(({ network, name }) => ({ holds: subnetOf(network), name }));
  return (network, language) => {
    const [address = ''] = network.split('/');
    const found = address && known.find(({ holds }) => holds.check(address, familyOf(address)));
    return found ? nameIn(found.name, language) : '';
  };
}

function subnetOf(network: string): BlockList {
  const [address = '', prefix] = network.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), familyOf(address));
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
