/**
 * Whose refresh tokens are replaced at every use, and for whom the same one counts again for a moment: parallel requests of one relying party
 * then lose nothing, and what a thief kept is still found out (RFC 9700 §4.14.2, decision 46).
 */
import type { Provider } from 'oidc-provider';
import { refreshGrace } from './lifetimes.ts';

type RefreshToken = InstanceType<Provider['RefreshToken']>;
type Client = InstanceType<Provider['Client']>;

/** FAPI 2.0 §5.3.2.1: a token that is bound to its holder's key is not rotated, lest a lost answer sign people out. */
export function isRotated(client: Client | undefined): boolean {
  return client?.fapi_profile === undefined;
}

/**
 * In seconds; none for a token that anybody could use who has it: what a public client that is bound to no key presents twice may be its own
 * second request, and may be a thief's.
 */
export function graceOf(token: RefreshToken, client: Client): number {
  const isBound = client.clientAuthMethod !== 'none' || token.isSenderConstrained();
  return isBound ? refreshGrace : 0;
}
