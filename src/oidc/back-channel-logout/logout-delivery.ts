/**
 * Delivering one logout token (OpenID Connect Back-Channel Logout 1.0 §2.5–2.8). In this folder: the queue of logouts, a line for each
 * relying party, and the workers of every node that empty it. Who is to be told of what is decided in `sign-out/`.
 */
import type { Provider } from 'oidc-provider';
import { OutgoingRefused } from '../../outgoing/destination.ts';
import type { GuardedFetch } from '../../outgoing/guarded-fetch.ts';
import { type LogoutReceiver, makeLogoutToken } from '../engine/patches/logout-tokens.ts';
import type { Logout } from './logout-queue-store.ts';

export type LogoutDelivery =
  | { kind: 'delivered' }
  /** The relying party is registered no more, or wants to be told no more. */
  | { kind: 'nobody' }
  /** It says that this logout is wrong (400): asking again would not help. */
  | { kind: 'refused'; reason: string }
  /** It answers, but cannot take this logout now. */
  | { kind: 'postponed'; reason: string }
  /** It, or the way to it, can take no logout at all now. */
  | { kind: 'unreachable'; reason: string };

/** Statuses of a server, or of a proxy before it, that takes nothing at the moment. */
const takesNothing = [429, 502, 503, 504];

/** True where a relying party registered an address for logout tokens. */
export function createReceivesLogouts(
  findClient: Provider['Client']['find'],
): (clientId: string) => Promise<boolean> {
  return async (clientId) => {
    const client = (await findClient(clientId)) as LogoutReceiver | undefined;
    return client?.backchannelLogoutUri !== undefined;
  };
}

export function createDeliverLogout(
  provider: Provider,
  guardedFetch: GuardedFetch,
): (logout: Logout) => Promise<LogoutDelivery> {
  return async (logout) => {
    const client = (await provider.Client.find(logout.clientId)) as LogoutReceiver | undefined;
    if (!client?.backchannelLogoutUri) {
      return { kind: 'nobody' };
    }
    try {
      const logoutToken = await makeLogoutToken(provider, client, logout);
      const { status } = await guardedFetch(client.backchannelLogoutUri, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Cache-Control': 'no-store',
          Accept: 'application/json',
        },
        body: new URLSearchParams({ logout_token: logoutToken }),
      });
      return outcomeOf(status);
    } catch (error) {
      const isOnTheWay = error instanceof OutgoingRefused;
      return isOnTheWay
        ? { kind: 'unreachable', reason: error.reason }
        : { kind: 'postponed', reason: (error as Error).message };
    }
  };
}

function outcomeOf(status: number): LogoutDelivery {
  if (status === 200 || status === 204) {
    return { kind: 'delivered' };
  }
  const reason = `answered ${status}`;
  if (status === 400) {
    return { kind: 'refused', reason };
  }
  return { kind: takesNothing.includes(status) ? 'unreachable' : 'postponed', reason };
}
