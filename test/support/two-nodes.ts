/** Requests of one relying party that reach the nodes in turn, as behind a balancer. */
import type { CustomFetch } from 'openid-client';
import { overOwnPort } from '../../src/relying-party/own-port-fetch.ts';
import type { Installation } from './installation.ts';

export function overNodesInTurn({ issuer, nodes }: Installation): CustomFetch {
  const ways = nodes.map(({ address }) => overOwnPort(issuer, () => address));
  let turn = 0;
  return (url, options) => {
    turn += 1;
    return (ways[turn % ways.length] as CustomFetch)(url, options);
  };
}
